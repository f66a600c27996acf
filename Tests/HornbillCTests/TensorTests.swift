import CHornbill
import Glibc
import Testing

@Suite("Tensors")
struct TensorTests {
    @Test("new tensors have the shape, dtype and elements that were asked for")
    func making() {
        let zeros: CTensor = make { hbl_tensor_zeros(hbl_dtype(HBL_INT16), 2, [2, 3], $0) }
        #expect(shape(zeros) == [2, 3] && dtype(zeros) == HBL_INT16)
        #expect(values(zeros) == [0, 0, 0, 0, 0, 0])
        let ones: CTensor = make { hbl_tensor_ones(hbl_dtype(HBL_BFLOAT16), 1, [3], $0) }
        #expect(values(ones) == [1, 1, 1])
        let full: CTensor = make { hbl_tensor_full(hbl_dtype(HBL_UINT8), 1, [2], 7.9, $0) }
        #expect(values(full) == [7, 7])
        let empty: CTensor = make { hbl_tensor_empty(hbl_dtype(HBL_FLOAT64), 3, [2, 0, 3], $0) }
        #expect(hbl_tensor_size(empty.pointer) == 0 && hbl_tensor_data(empty.pointer) != nil)
        let range: CTensor = make { hbl_tensor_arange(0, 12, 1, hbl_dtype(HBL_INT64), $0) }
        #expect(values(range) == (0 ..< 12).map(Double.init))
        let down: CTensor = make { hbl_tensor_arange(1, -0.1, -0.25, hbl_dtype(HBL_FLOAT32), $0) }
        #expect(values(down) == [1, 0.75, 0.5, 0.25, 0])
        let none: CTensor = make { hbl_tensor_arange(1, 0, 1, hbl_dtype(HBL_FLOAT32), $0) }
        #expect(shape(none) == [0])
        let scalar: CTensor = make { hbl_tensor_scalar_double(2.5, hbl_dtype(HBL_FLOAT16), $0) }
        #expect(shape(scalar) == [] && values(scalar) == [2.5] && hbl_tensor_shape(scalar.pointer) != nil)
        let big: CTensor = make { hbl_tensor_scalar_int(.max, hbl_dtype(HBL_INT64), $0) }
        var exact: Int64 = 0
        ok(hbl_tensor_item_int(big.pointer, 0, &exact))
        #expect(exact == .max)
    }

    @Test("a tensor of every dtype is made, filled, read and printed")
    func everyDType() {
        for dtype in 0 ..< hbl_dtype(HBL_DTYPE_COUNT) {
            let ones: CTensor = make { hbl_tensor_full(dtype, 1, [3], 1, $0) }
            #expect(values(ones) == [1, 1, 1])
            #expect(!text { hbl_tensor_format(ones.pointer, nil, $0) }.isEmpty)
        }
    }

    @Test("shapes, dtypes and sizes that make no sense are refused")
    func badShapes() {
        let float = hbl_dtype(HBL_FLOAT32)
        let makers: [(hbl_dtype, Int32, UnsafePointer<Int64>?, Out) -> hbl_status] = [
            { hbl_tensor_zeros($0, $1, $2, $3) }, { hbl_tensor_ones($0, $1, $2, $3) },
            { hbl_tensor_empty($0, $1, $2, $3) }, { hbl_tensor_full($0, $1, $2, 1, $3) },
        ]
        for maker in makers {
            for dtype in [-1, 15, Int32.max] {
                refuses(HBL_INVALID_ARGUMENT, "dtype") { maker(dtype, 1, [1], $0) }
            }
            for ndim in [-1, 65, Int32.max, Int32.min] {
                refuses(HBL_INVALID_ARGUMENT, "ndim") { maker(float, ndim, [1], $0) }
            }
            refuses(HBL_INVALID_ARGUMENT, "NULL") { maker(float, 2, nil, $0) }
            refuses(HBL_INVALID_ARGUMENT, "negative") { maker(float, 2, [3, -1], $0) }
            refuses(HBL_INVALID_ARGUMENT) { maker(float, 3, [.max, .max, .max], $0) }
            refuses(HBL_OUT_OF_MEMORY) { maker(float, 1, [1 << 50], $0) }
            refuses(HBL_OUT_OF_MEMORY) { maker(float, 1, [.max], $0) }
            var scalar: OpaquePointer?
            #expect(maker(float, 0, nil, &scalar) == HBL_OK)
            hbl_tensor_release(scalar)
        }
        fails(hbl_tensor_zeros(float, 0, nil, nil), HBL_INVALID_ARGUMENT, "NULL")
        for step in [0, Double.nan, .infinity] {
            refuses(HBL_INVALID_ARGUMENT) { hbl_tensor_arange(0, 1, step, float, $0) }
        }
        refuses(HBL_INVALID_ARGUMENT) { hbl_tensor_arange(.nan, 1, 1, float, $0) }
        refuses(HBL_INVALID_ARGUMENT) { hbl_tensor_arange(0, .infinity, 1, float, $0) }
        refuses(HBL_OUT_OF_MEMORY) { hbl_tensor_arange(0, 1e300, 1e-300, float, $0) }
        refuses(HBL_OUT_OF_MEMORY) { hbl_tensor_arange(-1e17, 1e17, 1, float, $0) }
        refuses(HBL_INVALID_ARGUMENT) { hbl_tensor_arange(0, 1, 1, 77, $0) }
        refuses(HBL_INVALID_ARGUMENT) { hbl_tensor_scalar_double(1, 77, $0) }
        refuses(HBL_INVALID_ARGUMENT) { hbl_tensor_scalar_int(1, -77, $0) }
    }

    @Test("from_data copies with any strides and any alignment")
    func fromData() {
        let numbers: [Int16] = [1, 2, 3, 4, 5, 6]
        let dense: CTensor = make { hbl_tensor_from_data(numbers, hbl_dtype(HBL_INT16), 2, [2, 3], nil, $0) }
        #expect(values(dense) == [1, 2, 3, 4, 5, 6])
        let turned: CTensor = make {
            hbl_tensor_from_data(numbers, hbl_dtype(HBL_INT16), 2, [3, 2], [2, 6], $0)
        }
        #expect(values(turned) == [1, 4, 2, 5, 3, 6])
        let backwards: CTensor = numbers.withUnsafeBytes { bytes in
            make { hbl_tensor_from_data(bytes.baseAddress! + 10, hbl_dtype(HBL_INT16), 1, [6], [-2], $0) }
        }
        #expect(values(backwards) == [6, 5, 4, 3, 2, 1])
        let repeated: CTensor = make { hbl_tensor_from_data(numbers, hbl_dtype(HBL_INT16), 2, [2, 2], [0, 2], $0) }
        #expect(values(repeated) == [1, 2, 1, 2])
        // Records of three bytes: one of padding, two of data, never aligned.
        let bytes: [UInt8] = [0, 1, 0, 0, 2, 0, 0, 3, 1]
        let records: CTensor = bytes.withUnsafeBytes { bytes in
            make { hbl_tensor_from_data(bytes.baseAddress! + 1, hbl_dtype(HBL_INT16), 1, [3], [3], $0) }
        }
        #expect(values(records) == [1, 2, 259])
        let none: CTensor = make { hbl_tensor_from_data(nil, hbl_dtype(HBL_INT16), 2, [0, 3], nil, $0) }
        #expect(shape(none) == [0, 3])

        refuses(HBL_INVALID_ARGUMENT, "data") { hbl_tensor_from_data(nil, hbl_dtype(HBL_INT16), 1, [3], nil, $0) }
        refuses(HBL_INVALID_ARGUMENT) {
            hbl_tensor_from_data(numbers, hbl_dtype(HBL_INT16), 2, [2, 2], [.max, .max], $0)
        }
        refuses(HBL_INVALID_ARGUMENT) {
            hbl_tensor_from_data(numbers, hbl_dtype(HBL_INT16), 2, [1 << 40, 1 << 40], nil, $0)
        }
    }

    @Test("borrowed memory is shared, and handed back once when no tensor looks at it any more")
    func borrowing() {
        var memory: [Float] = [1, 2, 3, 4]
        var returned = 0
        memory.withUnsafeMutableBytes { bytes in
            withUnsafeMutablePointer(to: &returned) { counter in
                let release: @convention(c) (UnsafeMutableRawPointer?) -> Void = {
                    $0!.assumingMemoryBound(to: Int.self).pointee += 1
                }
                var whole: OpaquePointer?, part: OpaquePointer?
                ok(
                    hbl_tensor_borrow(
                        bytes.baseAddress, hbl_dtype(HBL_FLOAT32), 1, [4], nil, false, release, counter, &whole))
                #expect(hbl_tensor_data(whole) == bytes.baseAddress)
                ok(hbl_tensor_get(whole, [slice(2)], 1, &part))
                hbl_tensor_release(whole)
                #expect(counter.pointee == 0)
                let nine = tensor([9])
                ok(hbl_tensor_assign(part, nine.pointer))
                hbl_tensor_release(part)
                #expect(counter.pointee == 1)
            }
        }
        #expect(memory == [1, 2, 9, 9])
    }

    @Test("read-only and reversed borrowed memory")
    func readOnly() {
        var memory: [Int32] = [1, 2, 3]
        memory.withUnsafeMutableBytes { bytes in
            let view: CTensor = make {
                hbl_tensor_borrow(
                    bytes.baseAddress! + 8, hbl_dtype(HBL_INT32), 1, [3], [-4], true, nil, nil, $0)
            }
            #expect(values(view) == [3, 2, 1])
            #expect(hbl_tensor_is_read_only(view.pointer) && !hbl_tensor_is_contiguous(view.pointer))
            #expect(hbl_tensor_strides(view.pointer)[0] == -4)
            let nine = tensor([9], nil, HBL_INT32)
            fails(hbl_tensor_assign(view.pointer, nine.pointer), HBL_INVALID_ARGUMENT, "read-only")
            fails(hbl_tensor_set(view.pointer, [integer(0)], 1, nine.pointer), HBL_INVALID_ARGUMENT, "read-only")
            let copy: CTensor = make { hbl_tensor_copy(view.pointer, $0) }
            #expect(!hbl_tensor_is_read_only(copy.pointer) && hbl_tensor_is_contiguous(copy.pointer))

            refuses(HBL_INVALID_ARGUMENT, "multiple") {
                hbl_tensor_borrow(bytes.baseAddress! + 1, hbl_dtype(HBL_INT32), 1, [1], nil, true, nil, nil, $0)
            }
            refuses(HBL_INVALID_ARGUMENT, "multiple") {
                hbl_tensor_borrow(bytes.baseAddress, hbl_dtype(HBL_INT32), 1, [2], [3], true, nil, nil, $0)
            }
        }
        #expect(memory == [1, 2, 3])
    }

    @Test("a tensor tells its strides in bytes")
    func strides() {
        let matrix = tensor([1, 2, 3, 4, 5, 6], [2, 3], HBL_FLOAT64)
        #expect(hbl_tensor_strides(matrix.pointer)[0] == 24 && hbl_tensor_strides(matrix.pointer)[1] == 8)
        #expect(hbl_tensor_is_contiguous(matrix.pointer))
        let turned: CTensor = make { hbl_transpose(matrix.pointer, nil, 0, $0) }
        #expect(hbl_tensor_strides(turned.pointer)[0] == 8 && hbl_tensor_strides(turned.pointer)[1] == 24)
        #expect(!hbl_tensor_is_contiguous(turned.pointer))
        #expect(hbl_tensor_data(turned.pointer) == hbl_tensor_data(matrix.pointer))
    }

    @Test("NULL has no dtype, axes, elements or memory")
    func nothing() {
        #expect(hbl_tensor_dtype(nil) == 0 && hbl_tensor_ndim(nil) == 0 && hbl_tensor_size(nil) == 0)
        #expect(hbl_tensor_shape(nil) == nil && hbl_tensor_strides(nil) == nil && hbl_tensor_data(nil) == nil)
        #expect(!hbl_tensor_is_contiguous(nil) && !hbl_tensor_is_read_only(nil) && !hbl_tensor_is_symbolic(nil))
        #expect(hbl_tensor_retain(nil) == nil)
        hbl_tensor_release(nil)
    }

    @Test("casting truncates and wraps as NumPy does")
    func casting() {
        let floats = tensor([-1.9, 0.4, 300.7])
        let bytes: CTensor = make { hbl_tensor_cast(floats.pointer, hbl_dtype(HBL_INT32), $0) }
        #expect(values(bytes) == [-1, 0, 300])
        let truths: CTensor = make { hbl_tensor_cast(floats.pointer, hbl_dtype(HBL_BOOL), $0) }
        #expect(values(truths) == [1, 1, 1])
        let same: CTensor = make { hbl_tensor_cast(floats.pointer, hbl_dtype(HBL_FLOAT32), $0) }
        #expect(hbl_tensor_data(same.pointer) == hbl_tensor_data(floats.pointer))
        let odd = tensor([.nan, .infinity, -1e300], nil, HBL_FLOAT64)
        for dtype in 0 ..< hbl_dtype(HBL_DTYPE_COUNT) { _ = make(TensorKind.self) { hbl_tensor_cast(odd.pointer, dtype, $0) } }
        refuses(HBL_INVALID_ARGUMENT, "dtype") { hbl_tensor_cast(floats.pointer, 99, $0) }
    }

    @Test("assigning broadcasts, casts, and minds overlap")
    func assigning() {
        let matrix: CTensor = make { hbl_tensor_zeros(hbl_dtype(HBL_INT32), 2, [2, 3], $0) }
        let row = tensor([1.5, 2.5, 3.5])
        ok(hbl_tensor_assign(matrix.pointer, row.pointer))
        #expect(values(matrix) == [1, 2, 3, 1, 2, 3])
        let line: CTensor = make { hbl_tensor_arange(0, 6, 1, hbl_dtype(HBL_INT64), $0) }
        let left: CTensor = make { hbl_tensor_get(line.pointer, [slice(nil, 5)], 1, $0) }
        let right: CTensor = make { hbl_tensor_get(line.pointer, [slice(1)], 1, $0) }
        ok(hbl_tensor_assign(right.pointer, left.pointer))
        #expect(values(line) == [0, 0, 1, 2, 3, 4])
        let long = tensor([1, 2, 3, 4])
        fails(hbl_tensor_assign(matrix.pointer, long.pointer), HBL_SHAPE_MISMATCH)
        fails(hbl_tensor_assign(row.pointer, matrix.pointer), HBL_SHAPE_MISMATCH)
    }

    @Test("elements are counted in row-major order, and from the end")
    func items() {
        let matrix = tensor([1, 2, 3, 4, 5, 6], [2, 3], HBL_INT64)
        let turned: CTensor = make { hbl_transpose(matrix.pointer, nil, 0, $0) }
        var value = 0.0
        ok(hbl_tensor_item_double(turned.pointer, 1, &value))
        #expect(value == 4)
        var whole: Int64 = 0
        ok(hbl_tensor_item_int(turned.pointer, -1, &whole))
        #expect(whole == 6)
        for position in [6, -7, Int64.max, Int64.min] {
            fails(hbl_tensor_item_double(turned.pointer, position, &value), HBL_INDEX_OUT_OF_RANGE)
            fails(hbl_tensor_item_int(turned.pointer, position, &whole), HBL_INDEX_OUT_OF_RANGE)
        }
        #expect(value == 0 && whole == 0)
        let odd = tensor([.nan, 1e300], nil, HBL_FLOAT64)
        ok(hbl_tensor_item_int(odd.pointer, 0, &whole))
        ok(hbl_tensor_item_int(odd.pointer, 1, &whole))
    }

    @Test("complex elements have two parts")
    func complexItems() {
        let z: CTensor = make { hbl_tensor_scalar_complex(1.5, -2, hbl_dtype(HBL_COMPLEX64), $0) }
        #expect(dtype(z) == HBL_COMPLEX64 && shape(z) == [])
        var parts = [0.0, 0.0]
        ok(hbl_tensor_item_complex(z.pointer, 0, &parts))
        #expect(parts == [1.5, -2])
        let real = tensor([3, 4])
        ok(hbl_tensor_item_complex(real.pointer, -1, &parts))
        #expect(parts == [4, 0])
        fails(hbl_tensor_item_complex(real.pointer, 2, &parts), HBL_INDEX_OUT_OF_RANGE)
        #expect(parts == [0, 0])
        fails(hbl_tensor_item_complex(nil, 0, &parts), HBL_INVALID_ARGUMENT, "NULL")
        fails(hbl_tensor_item_complex(z.pointer, 0, nil), HBL_INVALID_ARGUMENT, "NULL")
        var value = 1.0
        var whole: Int64 = 1
        fails(hbl_tensor_item_double(z.pointer, 0, &value), HBL_TYPE_MISMATCH, "complex64")
        fails(hbl_tensor_item_int(z.pointer, 0, &whole), HBL_TYPE_MISMATCH, "complex64")
        #expect(value == 0 && whole == 0)
        refuses(HBL_TYPE_MISMATCH, "float32") { hbl_tensor_scalar_complex(1, 2, hbl_dtype(HBL_FLOAT32), $0) }
        fails(hbl_tensor_scalar_complex(1, 2, hbl_dtype(HBL_COMPLEX64), nil), HBL_INVALID_ARGUMENT, "NULL")
    }

    @Test("complex128 memory is borrowed wherever its parts are aligned")
    func complexMemory() {
        let memory: [Double] = [9, 1, 2, 3, 4, 5, 6]
        memory.withUnsafeBytes { bytes in
            for start in [8, 16] {
                let data = UnsafeMutableRawPointer(mutating: bytes.baseAddress! + start)
                let borrowed: CTensor = make {
                    hbl_tensor_borrow(data, hbl_dtype(HBL_COMPLEX128), 1, [2], nil, true, nil, nil, $0)
                }
                let copy: CTensor = make { hbl_tensor_copy(borrowed.pointer, $0) }
                let turned: CTensor = make { hbl_concatenate([borrowed.pointer, copy.pointer], 2, 0, $0) }
                var parts = [0.0, 0.0]
                ok(hbl_tensor_item_complex(turned.pointer, 1, &parts))
                #expect(parts == [memory[start / 8 + 2], memory[start / 8 + 3]])
            }
            let odd = UnsafeMutableRawPointer(mutating: bytes.baseAddress! + 4)
            refuses(HBL_INVALID_ARGUMENT, "multiple") {
                hbl_tensor_borrow(odd, hbl_dtype(HBL_COMPLEX128), 1, [2], nil, true, nil, nil, $0)
            }
        }
    }

    @Test("tensors print as NumPy's arrays")
    func printing() {
        let sum = tensor([6, 8, 10, 12], nil, HBL_INT64)
        #expect(text { hbl_tensor_format(sum.pointer, nil, $0) } == "array([ 6,  8, 10, 12])")
        #expect(text { hbl_tensor_format(sum.pointer, "{\"style\": \"str\"}", $0) } == "[ 6  8 10 12]")
        let matrix = tensor([0, 1, 2, 3], [2, 2])
        #expect(
            text { hbl_tensor_format(matrix.pointer, "", $0) } == "array([[0., 1.],\n       [2., 3.]], dtype=float32)")
        var out: UnsafeMutablePointer<CChar>?
        for options in ["{", "[]", "{\"precision\": \"many\"}", "{\"precision\": -5}", "{\"threshold\": 1e300}"] {
            if hbl_tensor_format(matrix.pointer, options, &out) == HBL_OK { hbl_string_free(out) } else { #expect(out == nil) }
        }
        fails(hbl_tensor_format(matrix.pointer, "{", &out), HBL_INVALID_ARGUMENT)
        fails(hbl_tensor_format(nil, nil, &out), HBL_INVALID_ARGUMENT, "NULL")
        fails(hbl_tensor_format(matrix.pointer, nil, nil), HBL_INVALID_ARGUMENT, "NULL")
    }
}
