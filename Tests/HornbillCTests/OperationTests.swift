import CHornbill
import Testing

@Suite("Operations")
struct OperationTests {
    typealias Binary = (OpaquePointer?, OpaquePointer?, Out?) -> hbl_status
    typealias Unary = (OpaquePointer?, Out?) -> hbl_status
    typealias Reduction = (OpaquePointer?, UnsafePointer<Int32>?, Int32, Bool, Out?) -> hbl_status

    static let binaries: [(String, Binary, [Double], Int)] = [
        ("add", { hbl_add($0, $1, $2) }, [8, 7], HBL_INT64), ("subtract", { hbl_subtract($0, $1, $2) }, [4, -3], HBL_INT64),
        ("multiply", { hbl_multiply($0, $1, $2) }, [12, 10], HBL_INT64),
        ("divide", { hbl_divide($0, $1, $2) }, [3, 0.4], HBL_FLOAT64),
        ("floor_divide", { hbl_floor_divide($0, $1, $2) }, [3, 0], HBL_INT64),
        ("remainder", { hbl_remainder($0, $1, $2) }, [0, 2], HBL_INT64),
        ("power", { hbl_power($0, $1, $2) }, [36, 32], HBL_INT64),
        ("maximum", { hbl_maximum($0, $1, $2) }, [6, 5], HBL_INT64),
        ("minimum", { hbl_minimum($0, $1, $2) }, [2, 2], HBL_INT64),
        ("equal", { hbl_equal($0, $1, $2) }, [0, 0], HBL_BOOL), ("not_equal", { hbl_not_equal($0, $1, $2) }, [1, 1], HBL_BOOL),
        ("less", { hbl_less($0, $1, $2) }, [0, 1], HBL_BOOL), ("less_equal", { hbl_less_equal($0, $1, $2) }, [0, 1], HBL_BOOL),
        ("greater", { hbl_greater($0, $1, $2) }, [1, 0], HBL_BOOL),
        ("greater_equal", { hbl_greater_equal($0, $1, $2) }, [1, 0], HBL_BOOL),
        ("logical_and", { hbl_logical_and($0, $1, $2) }, [1, 1], HBL_BOOL),
        ("logical_or", { hbl_logical_or($0, $1, $2) }, [1, 1], HBL_BOOL),
        ("logical_xor", { hbl_logical_xor($0, $1, $2) }, [0, 0], HBL_BOOL),
        ("bitwise_and", { hbl_bitwise_and($0, $1, $2) }, [2, 0], HBL_INT64),
        ("bitwise_or", { hbl_bitwise_or($0, $1, $2) }, [6, 7], HBL_INT64),
        ("bitwise_xor", { hbl_bitwise_xor($0, $1, $2) }, [4, 7], HBL_INT64),
    ]

    static let unaries: [(String, Unary, Double)] = [
        ("negative", { hbl_negative($0, $1) }, -0.25), ("abs", { hbl_abs($0, $1) }, 0.25),
        ("exp", { hbl_exp($0, $1) }, 1.2840254), ("log", { hbl_log($0, $1) }, -1.3862944),
        ("sqrt", { hbl_sqrt($0, $1) }, 0.5), ("square", { hbl_square($0, $1) }, 0.0625),
        ("sin", { hbl_sin($0, $1) }, 0.2474040), ("cos", { hbl_cos($0, $1) }, 0.9689124),
        ("tanh", { hbl_tanh($0, $1) }, 0.2449187), ("sigmoid", { hbl_sigmoid($0, $1) }, 0.5621765),
        ("relu", { hbl_relu($0, $1) }, 0.25), ("logical_not", { hbl_logical_not($0, $1) }, 0),
        ("isnan", { hbl_isnan($0, $1) }, 0),
    ]

    static let reductions: [(String, Reduction, [Double], Double)] = [
        ("sum", { hbl_sum($0, $1, $2, $3, $4) }, [5, 7, 9], 21), ("mean", { hbl_mean($0, $1, $2, $3, $4) }, [2.5, 3.5, 4.5], 3.5),
        ("prod", { hbl_prod($0, $1, $2, $3, $4) }, [4, 10, 18], 720), ("max", { hbl_max($0, $1, $2, $3, $4) }, [4, 5, 6], 6),
        ("min", { hbl_min($0, $1, $2, $3, $4) }, [1, 2, 3], 1),
    ]

    @Test("functions of two tensors compute, broadcast, and refuse NULL")
    func binary() {
        let a = tensor([6, 2], nil, HBL_INT64), b = tensor([2, 5], nil, HBL_INT64), three = tensor([1, 2, 3])
        let column = tensor([6, 2], [2, 1], HBL_INT64)
        for (name, function, expected, type) in Self.binaries {
            let result: CTensor = make { function(a.pointer, b.pointer, $0) }
            #expect(values(result) == expected && dtype(result) == type, "\(name)")
            let generic: CTensor = make { hbl_call(name, [a.pointer, b.pointer], 2, nil, $0, 1, nil) }
            #expect(values(generic) == expected && dtype(generic) == type, "\(name)")
            let spread: CTensor = make { function(column.pointer, b.pointer, $0) }
            #expect(shape(spread) == [2, 2], "\(name)")
            refuses(HBL_INVALID_ARGUMENT, "NULL") { function(nil, b.pointer, $0) }
            refuses(HBL_INVALID_ARGUMENT, "NULL") { function(a.pointer, nil, $0) }
            fails(function(a.pointer, b.pointer, nil), HBL_INVALID_ARGUMENT, "NULL")
            if !name.hasPrefix("bitwise") {
                refuses(HBL_SHAPE_MISMATCH, "broadcast") { function(a.pointer, three.pointer, $0) }
            }
        }
        refuses(HBL_TYPE_MISMATCH) { hbl_bitwise_and(three.pointer, three.pointer, $0) }
    }

    @Test("functions of one tensor compute, and refuse NULL")
    func unary() {
        let quarter = tensor([0.25])
        for (name, function, expected) in Self.unaries {
            let result: CTensor = make { function(quarter.pointer, $0) }
            #expect(abs(values(result)[0] - expected) < 1e-6, "\(name)")
            refuses(HBL_INVALID_ARGUMENT, "NULL") { function(nil, $0) }
            fails(function(quarter.pointer, nil), HBL_INVALID_ARGUMENT, "NULL")
        }
    }

    @Test("every function of one or two tensors takes every dtype or refuses it with words")
    func everyDType() {
        for left in 0 ..< hbl_dtype(HBL_DTYPE_COUNT) {
            let a: CTensor = make { hbl_tensor_full(left, 2, [2, 3], 1, $0) }
            var out: OpaquePointer?
            for (name, function, _) in Self.unaries {
                let status = function(a.pointer, &out)
                #expect(status == HBL_OK || out == nil && !lastError.isEmpty, "\(name)")
                hbl_tensor_release(out)
            }
            for right in 0 ..< hbl_dtype(HBL_DTYPE_COUNT) {
                let b: CTensor = make { hbl_tensor_full(right, 1, [3], 0, $0) }
                for (name, function, _, _) in Self.binaries {
                    let status = function(a.pointer, b.pointer, &out)
                    #expect(status == HBL_OK || status == HBL_TYPE_MISMATCH || status == HBL_INVALID_ARGUMENT, "\(name)")
                    hbl_tensor_release(out)
                }
            }
        }
    }

    @Test("reductions take axes from both ends, all of them for NULL, and keep them if asked")
    func reductions() {
        let matrix = tensor([1, 2, 3, 4, 5, 6], [2, 3])
        for (name, function, expected, total) in Self.reductions {
            for axis: Int32 in [0, -2] {
                let result: CTensor = make { function(matrix.pointer, [axis], 1, false, $0) }
                #expect(values(result) == expected && shape(result) == [3], "\(name)")
            }
            let kept: CTensor = make { function(matrix.pointer, [0], 1, true, $0) }
            #expect(shape(kept) == [1, 3], "\(name)")
            let all: CTensor = make { function(matrix.pointer, nil, 0, false, $0) }
            #expect(values(all) == [total] && shape(all) == [], "\(name)")
            let both: CTensor = make { function(matrix.pointer, [1, 0], 2, true, $0) }
            #expect(values(both) == [total] && shape(both) == [1, 1], "\(name)")
            for axis in [2, -3, Int32.max, Int32.min] {
                refuses(HBL_AXIS_OUT_OF_RANGE, "\(axis)") { function(matrix.pointer, [axis], 1, false, $0) }
            }
            refuses(HBL_INVALID_ARGUMENT) { function(matrix.pointer, [0, 0], 2, false, $0) }
            refuses(HBL_INVALID_ARGUMENT) { function(matrix.pointer, [0], -1, false, $0) }
            refuses(HBL_AXIS_OUT_OF_RANGE) { function(matrix.pointer, [0], .max, false, $0) }
            refuses(HBL_INVALID_ARGUMENT, "NULL") { function(nil, nil, 0, false, $0) }
            fails(function(matrix.pointer, nil, 0, false, nil), HBL_INVALID_ARGUMENT, "NULL")
        }
        let empty = tensor([], [0, 3])
        refuses(HBL_INVALID_ARGUMENT) { hbl_max(empty.pointer, [0], 1, false, $0) }
        let sum: CTensor = make { hbl_sum(empty.pointer, [0], 1, false, $0) }
        #expect(values(sum) == [0, 0, 0])
    }

    @Test("argmax and argmin find the first position")
    func positions() {
        let matrix = tensor([1, 5, 5, 4, 0, 4], [2, 3])
        var axis: Int32 = 1
        let rows: CTensor = make { hbl_argmax(matrix.pointer, &axis, $0) }
        #expect(values(rows) == [1, 0] && dtype(rows) == HBL_INT64)
        let all: CTensor = make { hbl_argmin(matrix.pointer, nil, $0) }
        #expect(values(all) == [4] && shape(all) == [])
        for wrong in [2, -3, Int32.max, Int32.min] {
            axis = wrong
            refuses(HBL_AXIS_OUT_OF_RANGE) { hbl_argmax(matrix.pointer, &axis, $0) }
            refuses(HBL_AXIS_OUT_OF_RANGE) { hbl_argmin(matrix.pointer, &axis, $0) }
        }
        let empty = tensor([])
        refuses(HBL_INVALID_ARGUMENT) { hbl_argmax(empty.pointer, nil, $0) }
        refuses(HBL_INVALID_ARGUMENT, "NULL") { hbl_argmax(nil, nil, $0) }
        refuses(HBL_INVALID_ARGUMENT, "NULL") { hbl_argmin(nil, nil, $0) }
    }

    @Test("dot and matmul multiply vectors and matrices, and refuse lengths that differ")
    func products() {
        let vector = tensor([1, 2, 3], nil, HBL_INT64)
        let table = tensor((0 ..< 12).map(Double.init), [4, 3], HBL_INT64)
        let square: CTensor = make { hbl_dot(vector.pointer, vector.pointer, $0) }
        #expect(values(square) == [14] && shape(square) == [])
        let product: CTensor = make { hbl_dot(table.pointer, vector.pointer, $0) }
        #expect(values(product) == [8, 26, 44, 62])
        let same: CTensor = make { hbl_matmul(table.pointer, vector.pointer, $0) }
        #expect(values(same) == [8, 26, 44, 62])
        refuses(HBL_SHAPE_MISMATCH) { hbl_dot(table.pointer, table.pointer, $0) }
        refuses(HBL_SHAPE_MISMATCH) { hbl_matmul(vector.pointer, table.pointer, $0) }
        let scalar = tensor([2], [])
        refuses(HBL_SHAPE_MISMATCH) { hbl_matmul(scalar.pointer, vector.pointer, $0) }
        refuses(HBL_INVALID_ARGUMENT, "NULL") { hbl_matmul(nil, nil, $0) }
        refuses(HBL_INVALID_ARGUMENT, "NULL") { hbl_dot(nil, vector.pointer, $0) }
    }

    @Test("reshape, transpose and broadcast_to look at the same memory")
    func movement() {
        let line: CTensor = make { hbl_tensor_arange(0, 6, 1, hbl_dtype(HBL_INT64), $0) }
        let matrix: CTensor = make { hbl_reshape(line.pointer, 2, [2, -1], $0) }
        #expect(shape(matrix) == [2, 3] && hbl_tensor_data(matrix.pointer) == hbl_tensor_data(line.pointer))
        let turned: CTensor = make { hbl_transpose(matrix.pointer, [1, 0], 2, $0) }
        #expect(values(turned) == [0, 3, 1, 4, 2, 5])
        let flat: CTensor = make { hbl_reshape(turned.pointer, 1, [-1], $0) }
        #expect(values(flat) == [0, 3, 1, 4, 2, 5])
        let wide: CTensor = make { hbl_broadcast_to(line.pointer, 2, [2, 6], $0) }
        #expect(shape(wide) == [2, 6] && hbl_tensor_strides(wide.pointer)[0] == 0)

        refuses(HBL_SHAPE_MISMATCH) { hbl_reshape(line.pointer, 1, [7], $0) }
        refuses(HBL_SHAPE_MISMATCH) { hbl_reshape(line.pointer, 2, [4, -1], $0) }
        refuses(HBL_INVALID_ARGUMENT) { hbl_reshape(line.pointer, 2, [-1, -1], $0) }
        refuses(HBL_INVALID_ARGUMENT) { hbl_reshape(line.pointer, 1, [-2], $0) }
        refuses(HBL_INVALID_ARGUMENT) { hbl_reshape(line.pointer, 70, [1], $0) }
        refuses(HBL_INVALID_ARGUMENT, "NULL") { hbl_reshape(line.pointer, 1, nil, $0) }
        refuses(HBL_AXIS_OUT_OF_RANGE) { hbl_transpose(matrix.pointer, [0, 2], 2, $0) }
        refuses(HBL_INVALID_ARGUMENT) { hbl_transpose(matrix.pointer, [0, 0], 2, $0) }
        refuses(HBL_INVALID_ARGUMENT) { hbl_transpose(matrix.pointer, [0], 1, $0) }
        refuses(HBL_SHAPE_MISMATCH) { hbl_broadcast_to(line.pointer, 2, [2, 5], $0) }
        refuses(HBL_SHAPE_MISMATCH) { hbl_broadcast_to(matrix.pointer, 1, [3], $0) }
        refuses(HBL_INVALID_ARGUMENT, "NULL") { hbl_reshape(nil, 1, [1], $0) }
        refuses(HBL_INVALID_ARGUMENT, "NULL") { hbl_transpose(nil, nil, 0, $0) }
        refuses(HBL_INVALID_ARGUMENT, "NULL") { hbl_broadcast_to(nil, 1, [1], $0) }
    }

    @Test("tensors are put side by side and on top of each other")
    func joining() {
        let a = tensor([1, 2]), b = tensor([3, 4])
        let row: CTensor = make { hbl_concatenate([a.pointer, b.pointer], 2, 0, $0) }
        #expect(values(row) == [1, 2, 3, 4])
        let pile: CTensor = make { hbl_stack([a.pointer, b.pointer], 2, -1, $0) }
        #expect(shape(pile) == [2, 2] && values(pile) == [1, 3, 2, 4])
        let long = tensor([1, 2, 3]), table = tensor([1, 2], [1, 2])
        refuses(HBL_SHAPE_MISMATCH) { hbl_stack([a.pointer, long.pointer], 2, 0, $0) }
        refuses(HBL_SHAPE_MISMATCH) { hbl_concatenate([a.pointer, table.pointer], 2, 0, $0) }
        for join in [
            { hbl_concatenate($0, $1, $2, $3) }, { hbl_stack($0, $1, $2, $3) },
        ] as [(UnsafePointer<OpaquePointer?>?, Int32, Int32, Out?) -> hbl_status] {
            refuses(HBL_INVALID_ARGUMENT) { join([], 0, 0, $0) }
            refuses(HBL_INVALID_ARGUMENT) { join(nil, 2, 0, $0) }
            refuses(HBL_INVALID_ARGUMENT) { join([a.pointer], -1, 0, $0) }
            refuses(HBL_INVALID_ARGUMENT, "NULL") { join([a.pointer, nil], 2, 0, $0) }
            refuses(HBL_AXIS_OUT_OF_RANGE) { join([a.pointer, b.pointer], 2, 5, $0) }
            refuses(HBL_AXIS_OUT_OF_RANGE) { join([a.pointer, b.pointer], 2, .min, $0) }
            fails(join([a.pointer], 1, 0, nil), HBL_INVALID_ARGUMENT, "NULL")
        }
    }

    @Test("clip, where and softmax")
    func others() {
        let x = tensor([-2, 0.5, 3])
        let clipped: CTensor = make { hbl_clip(x.pointer, 0, 1, $0) }
        #expect(values(clipped) == [0, 0.5, 1])
        let above: CTensor = make { hbl_clip(x.pointer, 0, .infinity, $0) }
        #expect(values(above) == [0, 0.5, 3])
        let bytes = tensor([1, 200], nil, HBL_UINT8)
        let low: CTensor = make { hbl_clip(bytes.pointer, -5, 100, $0) }
        #expect(values(low) == [1, 100] && dtype(low) == HBL_UINT8)
        refuses(HBL_INVALID_ARGUMENT, "NULL") { hbl_clip(nil, 0, 1, $0) }

        let mask = tensor([1, 0, 1], nil, HBL_BOOL), zero = tensor([0], [])
        let chosen: CTensor = make { hbl_where(mask.pointer, x.pointer, zero.pointer, $0) }
        #expect(values(chosen) == [-2, 0, 3])
        refuses(HBL_SHAPE_MISMATCH) { hbl_where(mask.pointer, x.pointer, tensor([1, 2]).pointer, $0) }
        refuses(HBL_INVALID_ARGUMENT, "NULL") { hbl_where(nil, x.pointer, x.pointer, $0) }

        let flat: CTensor = make { hbl_softmax(tensor([1000, 1000]).pointer, -1, $0) }
        #expect(values(flat) == [0.5, 0.5])
        refuses(HBL_AXIS_OUT_OF_RANGE) { hbl_softmax(x.pointer, 1, $0) }
        refuses(HBL_INVALID_ARGUMENT, "NULL") { hbl_softmax(nil, 0, $0) }
    }

    @Test("every function is listed, documented and found by its name")
    func table() {
        let count = hbl_function_count()
        #expect(count > 60)
        var names: [String] = []
        for index in 0 ..< count {
            let name = String(cString: hbl_function_name(index))
            #expect(!String(cString: hbl_function_doc(index)).isEmpty, "\(name)")
            var function: OpaquePointer?
            ok(hbl_function_find(name, &function))
            #expect(function != nil)
            names.append(name)
        }
        #expect(names == names.sorted())
        for index in [-1, count, Int32.max, Int32.min] {
            #expect(hbl_function_name(index) == nil && hbl_function_doc(index) == nil)
        }
        refuses(HBL_UNKNOWN_NAME, "addd") { hbl_function_find("addd", $0) }
        refuses(HBL_INVALID_ARGUMENT, "NULL") { hbl_function_find(nil, $0) }
        refuses(HBL_INVALID_ARGUMENT, "UTF-8") { hbl_function_find([CChar(bitPattern: 0xff), 0], $0) }
    }

    @Test("a matrix without an inverse has a status of its own")
    func linearAlgebra() {
        let regular = tensor([2, 0, 0, 4], [2, 2]), singular = tensor([1, 2, 2, 4], [2, 2])
        let inverse: CTensor = make { hbl_call("inv", [regular.pointer], 1, nil, $0, 1, nil) }
        #expect(values(inverse) == [0.5, 0, 0, 0.25])
        refuses(HBL_LINALG, "Singular matrix") { hbl_call("inv", [singular.pointer], 1, nil, $0, 1, nil) }
        refuses(HBL_LINALG, "square") { hbl_call("det", [tensor([1, 2], [1, 2]).pointer], 1, nil, $0, 1, nil) }
    }

    @Test("calls by name take attributes, and refuse what does not fit")
    func calling() {
        let matrix = tensor([1, 2, 3, 4], [2, 2])
        let sum: CTensor = make {
            hbl_call("sum", [matrix.pointer], 1, "{\"axis\": 0, \"keepdims\": true}", $0, 1, nil)
        }
        #expect(values(sum) == [4, 6] && shape(sum) == [1, 2])

        var made: Int32 = 9
        var outputs = [OpaquePointer?](repeating: OpaquePointer(bitPattern: 8), count: 3)
        ok(hbl_call("add", [matrix.pointer, matrix.pointer], 2, "", &outputs, 3, &made))
        #expect(made == 1 && outputs[0] != nil && outputs[1] == nil && outputs[2] == nil)
        hbl_tensor_release(outputs[0])

        fails(hbl_call("add", [matrix.pointer, matrix.pointer], 2, nil, &outputs, 0, &made), HBL_INVALID_ARGUMENT)
        #expect(made == 1)
        refuses(HBL_UNKNOWN_NAME, "nope") { hbl_call("nope", [matrix.pointer], 1, nil, $0, 1, nil) }
        refuses(HBL_INVALID_ARGUMENT, "NULL") { hbl_call(nil, [matrix.pointer], 1, nil, $0, 1, nil) }
        refuses(HBL_INVALID_ARGUMENT) { hbl_call("add", [matrix.pointer], -1, nil, $0, 1, nil) }
        refuses(HBL_INVALID_ARGUMENT) { hbl_call("add", nil, 2, nil, $0, 1, nil) }
        for count: Int32 in [0, 1, 3] {
            #expect(hbl_call("add", [matrix.pointer, matrix.pointer, matrix.pointer], count, nil, &outputs, 1, &made) != HBL_OK)
            #expect(outputs[0] == nil && made == 0)
        }
        #expect(hbl_call("add", [matrix.pointer, nil], 2, nil, &outputs, 1, &made) != HBL_OK)
        for attributes in ["{", "[1]", "3", "{\"axis\": \"x\"}", "{\"axis\": 7}", "{\"axis\": 1e300}", "{\"axis\": [[]]}"] {
            #expect(hbl_call("sum", [matrix.pointer], 1, attributes, &outputs, 1, &made) != HBL_OK, "\(attributes)")
            #expect(outputs[0] == nil && made == 0)
        }
        fails(hbl_call("add", [matrix.pointer, matrix.pointer], 2, nil, nil, 1, nil), HBL_INVALID_ARGUMENT, "NULL")
        fails(hbl_call("add", [matrix.pointer, matrix.pointer], 2, nil, &outputs, -1, nil), HBL_INVALID_ARGUMENT)
        fails(hbl_function_call(nil, nil, 0, nil, &outputs, 1, nil), HBL_INVALID_ARGUMENT, "NULL")
    }

    @Test("in-place arithmetic writes through views and keeps the dtype")
    func inPlace() {
        var add: OpaquePointer?, divide: OpaquePointer?, sum: OpaquePointer?
        ok(hbl_function_find("add", &add))
        ok(hbl_function_find("divide", &divide))
        ok(hbl_function_find("sum", &sum))
        let line: CTensor = make { hbl_tensor_arange(0, 12, 1, hbl_dtype(HBL_INT64), $0) }
        let table: CTensor = make { hbl_reshape(line.pointer, 2, [4, 3], $0) }
        let row = tensor([1, 2, 3], nil, HBL_INT64)
        ok(hbl_binary_inplace(add, table.pointer, row.pointer))
        #expect(values(line) == [1, 3, 5, 4, 6, 8, 7, 9, 11, 10, 12, 14])

        fails(hbl_binary_inplace(divide, table.pointer, row.pointer), HBL_TYPE_MISMATCH)
        fails(hbl_binary_inplace(add, row.pointer, table.pointer), HBL_SHAPE_MISMATCH)
        #expect(hbl_binary_inplace(sum, table.pointer, row.pointer) != HBL_OK)
        fails(hbl_binary_inplace(nil, table.pointer, row.pointer), HBL_INVALID_ARGUMENT, "NULL")
        fails(hbl_binary_inplace(add, nil, row.pointer), HBL_INVALID_ARGUMENT, "NULL")
        fails(hbl_binary_inplace(add, row.pointer, nil), HBL_INVALID_ARGUMENT, "NULL")
        #expect(values(line) == [1, 3, 5, 4, 6, 8, 7, 9, 11, 10, 12, 14])
    }
}
