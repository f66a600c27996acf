import Hornbill
import Testing

@Suite("Operators and methods")
struct OperatorTests {
    @Test("the lesson's operations give the lesson's numbers, as NumPy prints them")
    func lesson() throws {
        let a: Tensor = [1, 2, 3, 4], b: Tensor = [5, 6, 7, 8]
        #expect(try (a + b).debugDescription == "array([ 6,  8, 10, 12])")
        let vector: Tensor = [1, 2, 3]
        var table: Tensor = [[0, 1, 2], [3, 4, 5], [6, 7, 8], [9, 10, 11]]
        #expect(try vector.dot(vector).description == "14")
        #expect(try table.dot(vector).debugDescription == "array([ 8, 26, 44, 62])")
        try table += vector
        #expect(table == [[1, 3, 5], [4, 6, 8], [7, 9, 11], [10, 12, 14]])
    }

    @Test("numbers of every Swift type take the tensor's dtype, as in NumPy")
    func numbers() throws {
        let integers: Tensor = [1, 2, 3], floats = try Tensor([1, 2, 3] as [Float])
        let bytes = try Tensor([1, 2, 3] as [UInt8])
        #expect(try (integers * 2).dtype == .int64)
        #expect(try (integers * 2.0).dtype == .float64)
        #expect(try (integers + 0.5) == [1.5, 2.5, 3.5])
        #expect(try (floats * 2).dtype == .float32 && (floats * 2.5).dtype == .float32)
        #expect(try (floats + Float(1)).dtype == .float32 && (bytes + UInt8(1)).dtype == .uint8)
        #expect(try (bytes + 1).dtype == .uint8)
        #expect(try (1 - integers) == [0, -1, -2])
        #expect(try (1.0 / floats).dtype == .float32)
        #expect(try (integers / 2) == [0.5, 1, 1.5])
        #expect(try (integers % 2) == [1, 0, 1])
        #expect(try -integers == [-1, -2, -3])
        #expect(try maximum(integers, 2) == [2, 2, 3] && pow(integers, 2) == [1, 4, 9])
        #expect(try maximum(integers, 2).dtype == .int64)
        #expect(kind { try bytes + 300 } == .invalidArgument)
        #expect(try (bytes .< 300) == [true, true, true])
    }

    @Test("compound assignment keeps shape and dtype, and leaves copies alone")
    func compound() throws {
        var t: Tensor = [1, 2, 3]
        let copy = t
        try t += 10
        try t -= [1, 1, 1]
        try t *= 2
        #expect(t == [20, 22, 24] && copy == [1, 2, 3])
        var f = try Tensor([1, 2] as [Float])
        try f /= 2
        try f += Float(1)
        try f *= [2, 2]
        #expect(f.dtype == .float32 && f == [3, 4])
        #expect(kind { try t += 0.5 } == .typeMismatch)
        #expect(kind { try t /= 2 } == .typeMismatch)
        #expect(kind { try t += [[1, 2, 3], [4, 5, 6]] } == .shapeMismatch)
        #expect(t == [20, 22, 24])
    }

    @Test("comparisons give masks, which combine")
    func comparisons() throws {
        let t: Tensor = [1, 2, 3, 4]
        #expect(try (t .> 2) == [false, false, true, true])
        #expect(try ((t .>= 2) .& (t .!= 3)) == [false, true, false, true])
        #expect(try ((t .< 2) .| (t .== 4)) == [true, false, false, true])
        #expect(try (.!(t .<= 2)) == [false, false, true, true])
        #expect(try (2 .== t) == [false, true, false, false])
        #expect(try Tensor.where(t .> 2, t, 0) == [0, 0, 3, 4])
    }

    @Test("== compares shapes and elements, and NaN with nothing")
    func equality() throws {
        #expect([1, 2] as Tensor == [1.0, 2.0])
        #expect([1, 2] as Tensor != [[1, 2]])
        #expect([1, 2] as Tensor != [1, 3])
        #expect([.scalar(.nan)] as Tensor != [.scalar(.nan)])
        #expect(try Tensor.zeros([0, 3]) == Tensor.ones([0, 3]))
    }

    @Test("methods have NumPy's names")
    func methods() throws {
        let images = try Tensor.zeros([790, 64, 64, 3], dtype: .uint8)
        #expect(try images.reshape(790, -1).T.shape == [12288, 790])
        #expect(images.ndim == 4 && images.size == 790 * 64 * 64 * 3)
        let t: Tensor = [[1, 2, 3], [4, 5, 6]]
        #expect(try t.sum(axis: 0) == [5, 7, 9] && t.sum().item() == 21)
        #expect(try t.sum(axis: 1, keepDims: true).shape == [2, 1])
        #expect(try t.mean(axis: -1) == [2, 5] && t.mean().item() == 3.5)
        #expect(try t.max(axis: 0) == [4, 5, 6] && t.min(axis: 1) == [1, 4] && t.prod(axis: 1) == [6, 120])
        #expect(try t.var(axis: 1, ddof: 1) == [1, 1] && t.std(axis: 0) == [1.5, 1.5, 1.5])
        #expect(try t.any(axis: 0).dtype == .bool && t.all(axis: 1) == [true, true])
        #expect(try t.argmax(axis: 1) == [2, 2])
        #expect(try t.flatten().shape == [6] && t.ravel().shape == [6] && t.transpose(1, 0) == t.T)
        #expect(try t.expandDims(axis: 0).squeeze(axis: 0) == t && t.astype(.float16).dtype == .float16)
        #expect(try t.matmul(t.T) == [[14, 32], [32, 77]])
        #expect(try ([3, 1, 2] as Tensor).sort() == [1, 2, 3])
        #expect(try Tensor.arange(2, 10, step: 3) == [2, 5, 8])
    }

    @Test("labels become one-hot rows, and labels that are none throw")
    func oneHot() throws {
        #expect(try toCategorical([0, 2, 1]) == [[1, 0, 0], [0, 0, 1], [0, 1, 0]])
        #expect(try toCategorical([[0], [1]], classes: 3).shape == [2, 3])
        #expect(try toCategorical([0, 1]).dtype == .float32)
        #expect(kind { try toCategorical([0, 3], classes: 3) } == .indexOutOfRange)
        #expect(kind { try toCategorical([-1]) } == .indexOutOfRange)
        #expect(kind { try toCategorical([]) } == .invalidArgument)
    }

    @Test("shapes that do not fit, axes out of range and missing operations throw")
    func badInput() throws {
        let a: Tensor = [1, 2, 3], b: Tensor = [1, 2]
        #expect(kind { try a + b } == .shapeMismatch)
        #expect(message { try a + b }.contains("could not be broadcast together with shapes (3,) (2,)"))
        #expect(kind { try a.matmul(b) } == .shapeMismatch)
        #expect(kind { try a.sum(axis: 1) } == .axisOutOfRange)
        #expect(kind { try a.reshape(2, 2) } == .shapeMismatch)
        #expect(kind { try a.reshape(-1, -1) } == .invalidArgument)
        #expect(kind { try a.squeeze(axis: 0) } == .invalidArgument)
        #expect(kind { try a.transpose(0, 0) } != nil)
        #expect(kind { try ([true] as Tensor) - [false] } == .typeMismatch)
        #expect(kind { try Tensor.arange(0, 3, step: 0) } == .invalidArgument)
        #expect(kind { try Tensor.zeros([-1]) } == .invalidArgument)
        #expect(try (a + 1) == [2, 3, 4])
    }

    @Test("the same seed gives the same numbers, of the right kind")
    func random() throws {
        let first = try Random.uniform([1000], in: 2 ..< 3)
        #expect(try Random.uniform([1000], in: 2 ..< 3) != first)
        // Other tests draw from the global generator at the same time, but not always in between.
        #expect(
            try (0 ..< 20).contains { _ in
                setRandomSeed(5)
                let first = try Random.uniform([1000])
                setRandomSeed(5)
                return try Random.uniform([1000]) == first
            })
        #expect(try (first .>= 2).all().item() == 1 && (first .< 3).all().item() == 1)
        #expect(try Random.normal([4], seed: 1) == Random.normal([4], seed: 1))
        let dice = try Random.integers([6000], in: 1 ..< 7, seed: 2)
        #expect(dice.dtype == .int64)
        for face in 1 ... 6 { #expect(try abs((dice .== face).sum().item() - 1000) < 150) }
        #expect(kind { try Random.integers([2], in: 3 ..< 3) } == .invalidArgument)
        #expect(kind { try Random.uniform([-2]) } == .invalidArgument)
    }
}
