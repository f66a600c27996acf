import Testing

@testable import HornbillKernels

@Suite("Products of rows") struct RowProductTests {
    /// Whole vectors, and ends of every kind; few rows, many, and so many that they are summed in more parts.
    static let sizes: [(rows: Int, columns: Int)] = [
        (1, 1), (3, 5), (100, 7), (127, 200), (128, 16), (300, 131), (316, 316), (2000, 40), (130, 8200), (5, 9000), (9000, 12),
        (784, 512),
    ]

    @Test("a row times a matrix gives the sum of its rows", arguments: sizes)
    func rowTimesMatrix(size: (rows: Int, columns: Int)) {
        check(size, Float.self, .float32, tolerance: 1e-5)
        check(size, Double.self, .float64, tolerance: 1e-13)
    }

    private func check<T: BinaryFloatingPoint>(_ size: (rows: Int, columns: Int), _: T.Type, _ dtype: DType, tolerance: Double) {
        // Rows that are longer than what is used of them.
        let stride = size.columns + 3
        let weights = numbers(size.rows, 1, T.self), matrix = numbers(size.rows * stride, 2, T.self)
        var expected = [Double](repeating: 0, count: size.columns), sizes = expected
        for row in 0 ..< size.rows {
            for column in 0 ..< size.columns {
                let product = Double(weights[row]) * Double(matrix[row * stride + column])
                expected[column] += product
                sizes[column] += abs(product)
            }
        }
        let before = Threads.count
        defer { Threads.count = before }
        var results: [[T]] = []
        for threads in [1, 2, 3] {
            Threads.count = threads
            var result = [T](repeating: .nan, count: size.columns)
            result.withUnsafeMutableBytes { result in
                weightedRowSum(
                    dtype, rows: size.rows, columns: size.columns, weights: weights, matrix: matrix, stride: stride,
                    to: result.baseAddress!)
            }
            results.append(result)
        }
        for column in 0 ..< size.columns {
            #expect(abs(Double(results[0][column]) - expected[column]) <= tolerance * sizes[column], "column \(column)")
        }
        #expect(results[0] == results[1] && results[0] == results[2])
    }

    @Test("an infinity counts once where the last vector overlaps the one before", arguments: [17, 31, 33, 65, 100])
    func infinities(count: Int) {
        let ones = [Float](repeating: 1, count: count)
        for place in 0 ..< count {
            var row = ones
            row[place] = .infinity
            for rows in [1, 64] {
                let matrix = Array(repeating: row, count: rows).flatMap { $0 }
                var result = [Float](repeating: 0, count: rows)
                result.withUnsafeMutableBytes { result in
                    rowProducts(
                        .float32, rows: rows, count: count, a: matrix, aStride: count, b: ones, bStride: 0, result.baseAddress!,
                        targetStride: 1)
                }
                #expect(result.allSatisfy { $0 == .infinity }, "\(rows) rows, at \(place)")
            }
        }
    }

    private func numbers<T: BinaryFloatingPoint>(_ count: Int, _ seed: UInt64, _: T.Type) -> [T] {
        var state = seed &* 0x9E37_79B9_7F4A_7C15 | 1
        return (0 ..< count).map { _ in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return T(Float(state >> 40) / Float(1 << 23) - 1)
        }
    }
}
