import Glibc
import HornbillGraph
import Testing

@testable import HornbillTensor

@Suite("What decompositions and solutions must fulfil") struct LinearIdentityTests {
    static let dtypes: [DType] = [.float64, .float32, .complex128, .complex64]
    static let squares = [[1, 1], [2, 2], [3, 3], [5, 5], [33, 33], [4, 3, 3], [2, 3, 4, 4], [130, 4, 4], [0, 0], [3, 0, 0], [0, 2, 2]]
    static let rectangles = [[3, 2], [2, 3], [1, 6], [6, 1], [40, 17], [5, 3, 4], [300, 3, 2], [0, 3], [3, 0], [2, 0, 3], [0, 3, 2]]

    /// Numbers that look random, seen through every kind of strides.
    static func matrices(_ shape: [Int], _ dtype: DType, seed: UInt64 = 1) throws -> [Tensor] {
        let count = shape.reduce(1, *)
        var x = try Tensor(numbers(count, seed: seed), shape: shape)
        if dtype.isComplex { x = try complex(x, Tensor(numbers(count, seed: seed + 99), shape: shape)) }
        x = try x.cast(to: dtype)
        var order = Array(0 ..< shape.count)
        order.swapAt(shape.count - 1, shape.count - 2)
        let swapped = try x.transposed(order).copy().transposed(order)
        let flipped = try x.flipped().copy().flipped()
        return [x, swapped, flipped, try x.seen("S")]
    }

    /// Positive definite ones.
    static func positive(_ shape: [Int], _ dtype: DType) throws -> Tensor {
        let a = try matrices(shape, dtype)[0]
        return try matmul(a, a.adjoint) + Tensor.eye(shape[shape.count - 1], dtype: dtype.realType)
    }

    private func expectEqual(
        _ got: Tensor, _ expected: Tensor, _ text: String = "", sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        #expect(got.shape == expected.shape, "\(text)", sourceLocation: sourceLocation)
        #expect(got.body.isContiguous && expected.shape == got.shape, sourceLocation: sourceLocation)
        guard got.count > 0, got.shape == expected.shape else { return }
        let tolerance = got.dtype.realType == .float32 ? 1e-5 : 1e-12
        let size = try Swift.max(1, expected.abs().max().item())
        let worst = try (got - expected).abs().max().item()
        #expect(worst <= tolerance * size, "\(text): off by \(worst)", sourceLocation: sourceLocation)
    }

    @Test("a x = b", arguments: dtypes)
    func solutions(dtype: DType) throws {
        for shape in LinearIdentityTests.squares {
            let size = shape[shape.count - 1]
            for a in try LinearIdentityTests.matrices(shape, dtype) {
                let regular = try a + Tensor.eye(size, dtype: dtype.realType) * 3.0
                for b in try LinearIdentityTests.matrices(Array(shape.dropLast()) + [3], dtype, seed: 5) {
                    let x = try solve(regular, b)
                    #expect(x.dtype == dtype)
                    try expectEqual(matmul(regular, x), b, "solve \(shape)")
                    for lower in [false, true] {
                        // The other triangle must not matter.
                        let part = try lower ? regular.lowerPart(onDiagonal: 1) : regular.adjoint.lowerPart(onDiagonal: 1).adjoint
                        try expectEqual(matmul(part, solveTriangular(regular, b, lower: lower)), b, "triangular \(shape)")
                    }
                }
                try expectEqual(matmul(regular, regular.inverse()), .zeros(shape, dtype: dtype) + Tensor.eye(size, dtype: dtype))
            }
        }
    }

    @Test("operands of different batches broadcast")
    func broadcasting() throws {
        let a = try Tensor(numbers(3 * 16), shape: [3, 1, 4, 4]), b = try Tensor(numbers(2 * 8, seed: 2), shape: [2, 4, 2])
        let x = try solve(a, b)
        #expect(x.shape == [3, 2, 4, 2])
        try expectEqual(matmul(a, x), b.broadcast(to: [3, 2, 4, 2]))
        let vector = try Tensor(numbers(4), shape: [4])
        try expectEqual(matmul(a, solve(a, vector).expandedDims(axes: [-1])).squeezed(axes: [-1]), vector.broadcast(to: [3, 1, 4]))
    }

    @Test("q r = a, with orthonormal q and triangular r", arguments: dtypes)
    func qr(dtype: DType) throws {
        for shape in LinearIdentityTests.rectangles + LinearIdentityTests.squares {
            for a in try LinearIdentityTests.matrices(shape, dtype) {
                for mode in [Tensor.QRMode.reduced, .complete] {
                    let parts = try a.qr(mode), (q, r) = (parts[0], parts[1])
                    try expectEqual(matmul(q, r), a, "\(mode) \(shape)")
                    let width = q.shape[q.rank - 1]
                    try expectEqual(
                        matmul(q.adjoint, q), .zeros(Array(shape.dropLast(2)) + [width, width], dtype: dtype) + Tensor.eye(width, dtype: dtype))
                    #expect(try r.lowerTriangle(diagonal: -1).abs().sum().item() == 0)
                }
                try expectEqual(a.qr(.triangle)[0], a.qr()[1])
                // R lies on and above the diagonal of what LAPACK leaves.
                let packed = try a.qr(.raw)[0].adjoint.conj().upperTriangle()
                try expectEqual(
                    packed.sliced(axis: -2, from: 0, count: min(shape[shape.count - 2], shape[shape.count - 1])).contiguous(),
                    a.qr()[1])
            }
        }
    }

    @Test("u s vh = a, with orthonormal u and vh and falling s", arguments: dtypes)
    func svd(dtype: DType) throws {
        for shape in LinearIdentityTests.rectangles + LinearIdentityTests.squares {
            for a in try LinearIdentityTests.matrices(shape, dtype) {
                for isFull in [false, true] {
                    let (u, s, vh) = try a.svd(fullMatrices: isFull)
                    let size = s.shape[s.rank - 1]
                    #expect(s.dtype == dtype.realType)
                    let thin = try u.sliced(axis: -1, from: 0, count: size) * s.asRows
                    try expectEqual(matmul(thin, vh.sliced(axis: -2, from: 0, count: size)), a, "\(shape) \(isFull)")
                    for basis in [try u.adjoint, vh] {
                        let count = basis.shape[basis.rank - 2]
                        try expectEqual(
                            matmul(basis, basis.adjoint),
                            .zeros(Array(shape.dropLast(2)) + [count, count], dtype: dtype) + Tensor.eye(count, dtype: dtype))
                    }
                    try expectEqual(s.sorted(axis: -1, descending: true), s)
                    try expectEqual(a.singularValues(), s)
                }
                let p = try a.pseudoInverse()
                try expectEqual(matmul(matmul(a, p), a), a, "pinv \(shape)")
            }
        }
    }

    @Test("a v = v w, from one triangle of a", arguments: dtypes)
    func hermitian(dtype: DType) throws {
        for shape in LinearIdentityTests.squares {
            for a in try LinearIdentityTests.matrices(shape, dtype) {
                for isUpper in [false, true] {
                    let part = try isUpper ? a.adjoint : a
                    let full = try part.lowerPart(onDiagonal: 0.5) + part.lowerPart(onDiagonal: 0.5).adjoint
                    let (w, v) = try a.eigenHermitian(upper: isUpper)
                    #expect(w.dtype == dtype.realType)
                    try expectEqual(matmul(full, v), v * w.asRows, "\(shape)")
                    try expectEqual(w.sorted(axis: -1), w)
                    try expectEqual(a.eigenvaluesHermitian(upper: isUpper), w)
                    let (u, s, vh) = try full.svd(isHermitian: true)
                    try expectEqual(matmul(u * s.asRows, vh), full)
                    try expectEqual(full.pseudoInverse(isHermitian: true), full.pseudoInverse())
                }
            }
        }
    }

    @Test("a v = v w for any square matrix, real if all of it is", arguments: dtypes)
    func eigen(dtype: DType) throws {
        for shape in LinearIdentityTests.squares {
            for a in try LinearIdentityTests.matrices(shape, dtype) {
                let (w, v) = try a.eigen()
                #expect(w.dtype == v.dtype && w.dtype.realType == dtype.realType)
                try expectEqual(matmul(a.cast(to: v.dtype), v), v * w.asRows, "\(shape)")
                try expectEqual(a.eigenvalues(), w)
            }
            let symmetric = try LinearIdentityTests.positive(shape, dtype)
            #expect(try symmetric.eigen().values.dtype == dtype)
        }
    }

    @Test("l lᴴ = a and uᴴ u = a, and from them the inverse", arguments: dtypes)
    func cholesky(dtype: DType) throws {
        for shape in LinearIdentityTests.squares {
            let a = try LinearIdentityTests.positive(shape, dtype)
            let lower = try a.cholesky(), upper = try a.cholesky(upper: true)
            try expectEqual(matmul(lower, lower.adjoint), a)
            try expectEqual(matmul(upper.adjoint, upper), a)
            #expect(try lower.upperTriangle(diagonal: 1).abs().sum().item() == 0)
            #expect(try upper.lowerTriangle(diagonal: -1).abs().sum().item() == 0)
            try expectEqual(lower.choleskyInverse(), a.inverse())
            try expectEqual(upper.choleskyInverse(upper: true), a.inverse())
        }
    }

    @Test("the triangular factors give the matrix with its rows exchanged", arguments: dtypes)
    func lu(dtype: DType) throws {
        for shape in LinearIdentityTests.rectangles + LinearIdentityTests.squares where shape.count == 2 {
            for a in try LinearIdentityTests.matrices(shape, dtype) {
                let (factors, pivots) = try a.luFactors(), size = min(shape[0], shape[1])
                let identity = try Tensor.eye(shape[0], size, dtype: dtype)
                let l = try factors.lowerTriangle(diagonal: -1).sliced(axis: 1, from: 0, count: size) + identity
                let u = try factors.upperTriangle().sliced(axis: 0, from: 0, count: size)
                var rows = Array(0 ..< shape[0])
                for (row, other) in try pivots.scalars(as: Int.self).enumerated() { rows.swapAt(row, other) }
                try expectEqual(matmul(l, u), a.take(Tensor(rows), axis: 0))
            }
        }
    }

    @Test("the exponential of a is the limit of (1 + a / n)ⁿ, and undoes that of -a", arguments: dtypes)
    func exponential(dtype: DType) throws {
        for shape in LinearIdentityTests.squares {
            for a in try LinearIdentityTests.matrices(shape, dtype) {
                let identity = try Tensor.zeros(shape, dtype: dtype) + Tensor.eye(shape[shape.count - 1], dtype: dtype)
                if dtype == .complex64 {
                    // A product of exponentials so large magnifies their last digits: held to the wider type's instead.
                    let wide = try a.cast(to: .complex128).matrixExponential()
                    try expectEqual(a.matrixExponential(), wide.cast(to: dtype), "\(shape)")
                    continue
                }
                try expectEqual(matmul(a.matrixExponential(), (-a).matrixExponential()), identity, "\(shape)")
            }
            guard shape.count == 2, shape[0] > 0 else { continue }
            let symmetric = try LinearIdentityTests.positive(shape, dtype) * -0.5
            let (w, v) = try symmetric.eigenHermitian()
            try expectEqual(symmetric.matrixExponential(), matmul(v * w.exp().asRows, v.adjoint))
        }
        let turned = try Tensor([0.0, -1, 1, 0], shape: [2, 2]).matrixExponential()
        try expectEqual(turned, Tensor([cos(1.0), -sin(1.0), sin(1.0), cos(1.0)], shape: [2, 2]))
    }

    @Test("the error of a solution is bounded by the condition of the matrix")
    func accuracy() throws {
        for size in [4, 8, 12] {
            // Hilbert's matrices are as badly conditioned as can be.
            let hilbert = try Tensor((0 ..< size * size).map { 1 / Double($0 / size + $0 % size + 1) }, shape: [size, size])
            let ones = try Tensor.ones([size], dtype: .float64)
            let error = try (solve(hilbert, matmul(hilbert, ones)) - ones).abs().max().item()
            #expect(try error <= hilbert.conditionNumber().item() * .ulpOfOne * Double(size))
        }
    }

    @Test("a large batch gives what its matrices give one by one, and fails if one of them does", arguments: dtypes)
    func batches(dtype: DType) throws {
        for size in [1, 3, 4, 16, 17] {
            let a = try LinearIdentityTests.matrices([60, size, size], dtype)[0], h = try LinearIdentityTests.positive([60, size, size], dtype)
            let b = try LinearIdentityTests.matrices([60, size, 2], dtype, seed: 3)[0]
            func one(_ x: Tensor, _ index: Int) throws -> Tensor { try x.get([.integer(index)]).copy() }
            let (x, inverse, determinant, root) = try (solve(a, b), a.inverse(), a.determinant(), h.cholesky())
            for index in [0, 31, 59] {
                try expectEqual(one(x, index), solve(one(a, index), one(b, index)))
                try expectEqual(one(inverse, index), one(a, index).inverse())
                try expectEqual(one(determinant, index), one(a, index).determinant())
                try expectEqual(one(root, index), one(h, index).cholesky())
            }
            var mask = [Double](repeating: 1, count: 60)
            mask[41] = 0
            let broken = try a * Tensor(mask, shape: [60, 1, 1]).cast(to: dtype.realType)
            #expect(message { try broken.inverse() } == "Singular matrix")
            #expect(message { try solve(broken, b) } == "Singular matrix")
            #expect(message { try broken.cholesky() } == "Matrix is not positive definite")
            #expect(try broken.determinant().abs().scalars(as: Double.self)[41] == 0)
            let conditions = try broken.conditionNumber(.power(1)).scalars(as: Double.self)
            #expect(conditions[41] == .infinity && conditions[40].isFinite)
        }
    }

    @Test("a compiled function computes what the functions compute one by one")
    func compiled() throws {
        func body(_ x: [Tensor]) throws -> [Tensor] {
            let a = try matmul(x[0], x[0].adjoint) + Tensor.eye(5, dtype: x[0].dtype.realType)
            let (w, v) = try a.eigenHermitian(), (u, s, vh) = try x[0].svd(), (sign, logarithm) = try a.signAndLogDeterminant()
            let fit = try leastSquares(a, x[1])
            return try [
                solve(a, x[1]), a.inverse(), a.determinant(), sign, logarithm, a.cholesky(), w, v, u, s, vh, fit.solution,
                a.pseudoInverse(), a.matrixExponential(), a.norm(.nuclear), a.conditionNumber(), a.matrixPower(3), a.qr()[0],
                a.matrixRank(), a.luFactors().pivots, x[0].eigen().values.abs(),
            ]
        }
        for dtype in LinearIdentityTests.dtypes {
            let inputs = [try LinearIdentityTests.matrices([5, 5], dtype)[0], try LinearIdentityTests.matrices([5, 2], dtype)[0]]
            for (got, expected) in zip(try CompiledFunction("linear", body)(inputs), try body(inputs)) {
                #expect(got.spec == expected.spec)
                try expectEqual(got, expected)
            }
        }
        // What a run finds out, it throws.
        let inverse = CompiledFunction("inverse") { [try $0[0].inverse()] }
        #expect(kind { try inverse([.zeros([2, 2])]) } == .linearAlgebra)
    }

    @Test("threads that call at the same time do not disturb each other")
    func concurrent() async throws {
        let sizes = [2, 5, 40, 150]
        let inputs = try sizes.map { try LinearIdentityTests.positive([$0, $0], .float64) }
        let expected = try inputs.map { try $0.inverse().scalars(as: Double.self) }
        try await withThrowingTaskGroup(of: Bool.self) { group in
            for task in 0 ..< 8 {
                nonisolated(unsafe) let (inputs, expected) = (inputs, expected)
                group.addTask {
                    for round in 0 ..< 12 {
                        let which = (task + round) % sizes.count
                        let found = try inputs[which].inverse().scalars(as: Double.self)
                        let stack = try inputs[1].broadcast(to: [500, 5, 5]).inverse().sum(axes: [0]).scalars(as: Double.self)
                        guard zip(found, expected[which]).allSatisfy({ abs($0 - $1) < 1e-9 }),
                            zip(stack, expected[1]).allSatisfy({ abs($0 - 500 * $1) < 1e-6 })
                        else { return false }
                    }
                    return true
                }
            }
            for try await isRight in group { #expect(isRight) }
        }
    }
}
