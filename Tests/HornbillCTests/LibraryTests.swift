import CHornbill
import Glibc
import Testing

@Suite("The library")
struct LibraryTests {
    @Test("the library has the version of its header")
    func versions() {
        #expect(hbl_abi_version() == HBL_ABI_VERSION)
        #expect(String(cString: hbl_version()) == HBL_VERSION)
    }

    @Test("every status has a name, and other numbers have none")
    func statusNames() {
        #expect(String(cString: hbl_status_name(0)) == "HBL_OK")
        #expect(String(cString: hbl_status_name(4)) == "HBL_SHAPE_MISMATCH")
        #expect(String(cString: hbl_status_name(13)) == "HBL_LINALG")
        for number in [-1, 14, Int32.max, Int32.min] {
            #expect(String(cString: hbl_status_name(number)) == "unknown status")
        }
    }

    @Test("the message of an error stays until the next error of the same thread")
    func lastErrors() {
        refuses(HBL_UNKNOWN_NAME, "nonesuch") { hbl_function_find("nonesuch", $0) }
        let one = tensor([1])
        #expect(lastError.contains("nonesuch"))

        var thread = pthread_t()
        pthread_create(
            &thread, nil,
            { _ in
                let empty = lastError.isEmpty
                _ = hbl_tensor_copy(nil, nil)
                return UnsafeMutableRawPointer(bitPattern: empty && lastError.contains("NULL") ? 1 : 0)
            }, nil)
        var result: UnsafeMutableRawPointer?
        pthread_join(thread, &result)
        #expect(result != nil, "the other thread saw another message than its own")
        #expect(lastError.contains("nonesuch"))
        withExtendedLifetime(one) {}
    }

    @Test("the number of threads can be set, within reason")
    func threads() {
        let before = hbl_threads()
        #expect(before >= 1)
        ok(hbl_set_threads(3))
        #expect(hbl_threads() == 3)
        for count in [0, -1, Int32.min, 5000, Int32.max] {
            fails(hbl_set_threads(count), HBL_INVALID_ARGUMENT, "threads")
        }
        #expect(hbl_threads() == 3)
        ok(hbl_set_threads(before))
    }

    @Test("the library can be warmed up, more than once and from several threads")
    func warmUp() {
        for _ in 0 ..< 2 {
            var threads = [pthread_t](repeating: 0, count: 3)
            for index in threads.indices {
                pthread_create(
                    &threads[index], nil, { _ in UnsafeMutableRawPointer(bitPattern: hbl_warm_up() == HBL_OK ? 1 : 0) }, nil)
            }
            for thread in threads {
                var result: UnsafeMutableRawPointer?
                pthread_join(thread, &result)
                #expect(result != nil)
            }
        }
    }

    @Test("dtypes have NumPy's names and sizes")
    func dtypes() {
        let expected: [(Int, String, Int)] = [
            (HBL_BOOL, "bool", 1), (HBL_INT8, "int8", 1), (HBL_INT16, "int16", 2), (HBL_INT32, "int32", 4),
            (HBL_INT64, "int64", 8), (HBL_UINT8, "uint8", 1), (HBL_UINT16, "uint16", 2), (HBL_UINT32, "uint32", 4),
            (HBL_UINT64, "uint64", 8), (HBL_FLOAT16, "float16", 2), (HBL_BFLOAT16, "bfloat16", 2),
            (HBL_FLOAT32, "float32", 4), (HBL_FLOAT64, "float64", 8),
            (HBL_COMPLEX64, "complex64", 8), (HBL_COMPLEX128, "complex128", 16),
        ]
        #expect(expected.count == HBL_DTYPE_COUNT)
        for (dtype, name, size) in expected {
            #expect(String(cString: hbl_dtype_name(hbl_dtype(dtype))) == name)
            #expect(hbl_dtype_size(hbl_dtype(dtype)) == size)
            var found: hbl_dtype = -1
            ok(hbl_dtype_from_name(name, &found))
            #expect(Int(found) == dtype)
        }
        for dtype in [-1, 15, 255, 256, Int32.max, Int32.min] {
            #expect(hbl_dtype_name(dtype) == nil)
            #expect(hbl_dtype_size(dtype) == 0)
        }
        var found: hbl_dtype = 5
        fails(hbl_dtype_from_name("float31", &found), HBL_UNKNOWN_NAME, "float31")
        #expect(found == 0)
        fails(hbl_dtype_from_name(nil, &found), HBL_INVALID_ARGUMENT, "NULL")
        fails(hbl_dtype_from_name("\u{e9}", nil), HBL_INVALID_ARGUMENT, "NULL")
    }

    @Test("dtypes promote as in the Array API standard")
    func promotion() {
        let cases: [(Int, Int, Int)] = [
            (HBL_BOOL, HBL_BOOL, HBL_BOOL), (HBL_UINT8, HBL_INT8, HBL_INT16), (HBL_UINT32, HBL_INT32, HBL_INT64),
            (HBL_FLOAT32, HBL_FLOAT64, HBL_FLOAT64), (HBL_BOOL, HBL_UINT16, HBL_UINT16),
            (HBL_INT64, HBL_INT8, HBL_INT64), (HBL_COMPLEX64, HBL_FLOAT32, HBL_COMPLEX64),
            (HBL_COMPLEX64, HBL_FLOAT64, HBL_COMPLEX128),
        ]
        for (a, b, expected) in cases {
            var result: hbl_dtype = -1
            ok(hbl_promote(hbl_dtype(a), hbl_dtype(b), &result))
            #expect(Int(result) == expected)
            ok(hbl_promote(hbl_dtype(b), hbl_dtype(a), &result))
            #expect(Int(result) == expected)
        }
        var result: hbl_dtype = 5
        fails(hbl_promote(99, 0, &result), HBL_INVALID_ARGUMENT, "99")
        fails(hbl_promote(0, -3, &result), HBL_INVALID_ARGUMENT, "-3")
        fails(hbl_promote(0, 0, nil), HBL_INVALID_ARGUMENT, "NULL")
        #expect(result == 0)
    }

    @Test("the same seed gives the same numbers")
    func seeds() {
        let draw = { () -> [Double] in
            ok(hbl_set_seed(7))
            let initializer: Owned<InitializerKind> = make { hbl_initializer_create("glorot_uniform", nil, $0) }
            let drawn: CTensor = make {
                hbl_initializer_call(initializer.pointer, hbl_dtype(HBL_FLOAT32), 2, [3, 4], $0)
            }
            return values(drawn)
        }
        #expect(draw() == draw())
    }
}
