import Testing

@testable import HornbillTensor

@Suite("Linear algebra as in NumPy") struct NumPyLinearTests {
    @Test("values and errors are NumPy's, for every dtype, shape and layout")
    func recorded() throws {
        for record in try numPyCases("linalg") {
            let name = try #require(record["function"]?.stringValue)
            let function = try #require(Function.tensorFunctions.first { $0.name == name })
            var inputs = try #require(record["inputs"]?.arrayValue).map { try Tensor(recorded: $0) }
            inputs[0] = try inputs[0].seen(record["layout"]?.stringValue ?? "")
            let attributes = Attributes(try #require(record["attributes"]?.objectValue))
            if let expected = record["error"]?.stringValue {
                #expect(kind { try function(inputs, attributes) } == .linearAlgebra, "\(record)")
                #expect(message { try function(inputs, attributes) } == expected, "\(record)")
                continue
            }
            let results = try function(inputs, attributes)
            let expected = try #require(record["results"]?.arrayValue)
            #expect(results.count == expected.count, "\(record)")
            for (got, json) in zip(results, expected) {
                let wanted = try Tensor(recorded: json)
                #expect(got.dtype == wanted.dtype && got.shape == wanted.shape, "\(got.spec): \(record)")
                // The condition of a singular matrix is what rounding made of 1 / 0 on the processor where it was recorded: NumPy
                // gives another on others. What is exact is the distance to the next singular matrix, its inverse.
                if name == "cond", wanted.dtype == .float64, wanted.rank == 0, try wanted.item() > 1 / Double.ulpOfOne {
                    #expect(try abs(1 / got.item() - 1 / wanted.item()) <= Double.ulpOfOne, "got \(got), \(record)")
                } else {
                    #expect(try got.isClose(to: wanted), "got \(got), \(record)")
                }
            }
        }
    }

    @Test("16-bit floats are refused, as NumPy refuses them, but have norms")
    func halves() throws {
        let x = try Tensor.ones([2, 2], dtype: .float16)
        #expect(message { try x.inverse() } == "array type float16 is unsupported in linalg")
        #expect(kind { try x.cast(to: .bfloat16).svd() } == .typeMismatch)
        #expect(try x.norm().item() == 2 && x.norm().dtype == .float16)
    }

    @Test("the determinants that everyone knows print as NumPy prints them")
    func printed() throws {
        #expect(try Tensor([1.0, 2, 3, 4], shape: [2, 2]).determinant().description == "-2.0000000000000004")
        #expect(try (Tensor.eye(3, dtype: .float64) * 2.0).determinant().description == "7.999999999999998")
    }

    @Test("what is not finite is refused where LAPACK would not come to an end", arguments: [Double.nan, .infinity])
    func notFinite(value: Double) throws {
        for size in [1, 2, 3, 7] {
            var values = numbers(size * size)
            values[size * size - 1] = value
            let a = try Tensor(values, shape: [size, size])
            #expect(message { try a.svd() } == "SVD did not converge")
            #expect(message { try a.singularValues() } == "SVD did not converge")
            #expect(message { try a.pseudoInverse() } == "SVD did not converge")
            #expect(message { try a.eigenHermitian() } == "Eigenvalues did not converge")
            #expect(message { try a.eigen() } == "Array must not contain infs or NaNs")
            #expect(message { try leastSquares(a, .ones([size])) } == "SVD did not converge in Linear Least Squares")
            #expect(try a.matrixExponential().isNaN().all().item() == 1)
            // A right-hand side spoils its own column only.
            let b = try Tensor.concatenate([a.sliced(axis: 1, from: size - 1, count: 1), .ones([size, 1], dtype: .float64)], axis: 1)
            let x = try leastSquares(.identity(size, .float64), b).solution
            #expect(try x.isNaN().all(axes: [0]).scalars(as: Bool.self) == [true, false])
        }
    }
}

extension Tensor {
    /// An array as numpy_linalg.py writes it: complex numbers by their parts.
    fileprivate init(recorded json: JSON) throws {
        guard let dtype = json["dtype"]?.stringValue.flatMap({ DType(name: $0) }), dtype.isComplex else {
            try self.init(numPy: json)
            return
        }
        let parts = try #require(json["data"]?.arrayValue).map { $0.number ?? .nan }
        let numbers = stride(from: 0, to: parts.count, by: 2).map { Complex(parts[$0], parts[$0 + 1]) }
        self = try Tensor(numbers, shape: json["shape"]?.intsValue).cast(to: dtype)
    }

    /// Whether no element differs by more than rounding, relative to the largest.
    fileprivate func isClose(to other: Tensor) throws -> Bool {
        let isSingle = dtype.realType == .float32
        let (mine, theirs) = (try scalars(as: Complex<Double>.self), try other.scalars(as: Complex<Double>.self))
        func parts(_ x: [Complex<Double>]) -> [Double] { x.flatMap { [$0.real, $0.imaginary] } }
        let (got, wanted) = (parts(mine), parts(theirs))
        let scale = wanted.lazy.filter(\.isFinite).map(\.magnitude).max() ?? 0
        let tolerance = (isSingle ? 1e-5 : 1e-11) * Swift.max(1, scale)
        return zip(got, wanted).allSatisfy { $0 == $1 || $0.isNaN && $1.isNaN || ($0 - $1).magnitude <= tolerance }
    }
}
