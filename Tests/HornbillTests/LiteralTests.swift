import Hornbill
import Testing

@Suite("Tensor literals and arrays")
struct LiteralTests {
    @Test("whole numbers make int64, any float float64, booleans bool, as in NumPy")
    func dtypes() {
        let integers: Tensor = [1, 2, 3]
        #expect(integers.dtype == .int64 && integers.shape == [3] && "\(integers)" == "[1 2 3]")
        let floats: Tensor = [1.5, 2]
        #expect(floats.dtype == .float64 && "\(floats)" == "[1.5 2. ]")
        let mask: Tensor = [true, false]
        #expect(mask.dtype == .bool && "\(mask)" == "[ True False]")
        let number: Tensor = 3, half: Tensor = 0.5, empty: Tensor = []
        #expect(number.shape == [] && number.dtype == .int64 && half.dtype == .float64)
        #expect(empty.shape == [0] && empty.dtype == .float64)
    }

    @Test("nested literals make axes, and print as NumPy does")
    func nested() {
        let matrix: Tensor = [[1, 2], [3, 4]]
        #expect(matrix.shape == [2, 2])
        #expect(matrix.debugDescription == "array([[1, 2],\n       [3, 4]])")
        let cube: Tensor = [[[1], [2]], [[3], [4]], [[5], [6]]]
        #expect(cube.shape == [3, 2, 1])
        #expect(([] as Tensor).debugDescription == "array([], dtype=float64)")
    }

    @Test("an integer literal beyond 2⁵³ is exact")
    func large() throws {
        let number: Tensor = 9_007_199_254_740_993
        #expect(try number.item(as: Int.self) == 9_007_199_254_740_993)
    }

    @Test("arrays make tensors of their elements' dtype")
    func arrays() throws {
        #expect(try Tensor([1, 2, 3] as [Int32]).dtype == .int32)
        #expect(try Tensor([[1, 2], [3, 4]] as [[Float]]).dtype == .float32)
        #expect(try Tensor([[1, 2], [3, 4]]) == [[1, 2], [3, 4]])
        #expect(try Tensor([[[1, 2]], [[3, 4]]]).shape == [2, 1, 2])
        #expect(try Tensor([[true]]).dtype == .bool)
        #expect(try Tensor([[1, 2], [3, 4]] as [Tensor]) == [[1, 2], [3, 4]])
        #expect(try Tensor([1, 2, 3, 4], shape: [2, 2]) == [[1, 2], [3, 4]])
        #expect(try Tensor(Float(2)).shape == [])
        #expect(try Tensor([[Int]]()).shape == [0, 0])
    }

    @Test("ragged arrays throw where they begin to be ragged")
    func ragged() {
        #expect(kind { try Tensor([[1, 2], [3]]) } == .shapeMismatch)
        #expect(message { try Tensor([[1, 2], [3]]) }.hasSuffix("expected 2 elements in row 1, got 1"))
        #expect(kind { try Tensor([[[1, 2]], [[3]]]) } == .shapeMismatch)
        #expect(kind { try Tensor([1, 2, 3], shape: [2, 2]) } == .shapeMismatch)
        #expect(kind { try Tensor([1, 2], shape: [-2]) } == .invalidArgument)
    }

    @Test("elements come back as Swift numbers")
    func elements() throws {
        let t: Tensor = [[1, 2], [3, 4]]
        #expect(try t.scalars(as: Float.self) == [1, 2, 3, 4])
        #expect(try t[1, 0].item() == 3 && t[1, 1].item(as: UInt8.self) == 4)
        #expect(kind { try t.item() } == .invalidArgument)
        #expect(kind { try t.item(as: Int.self) } == .invalidArgument)
    }

    @Test("where Swift has no room for a try, a mistake traps: ragged literals, assignment out of range")
    func traps() async {
        await #expect(processExitsWith: .failure) {
            let ragged: Tensor = [[1, 2], [3]]
            print(ragged)
        }
        await #expect(processExitsWith: .failure) {
            var t: Tensor = [1, 2, 3]
            t[3] = 0
            print(t)
        }
        await #expect(processExitsWith: .success) {
            var t: Tensor = [1, 2, 3]
            t[2] = 0
            print(t)
        }
    }
}
