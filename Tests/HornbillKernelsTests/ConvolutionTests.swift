import Testing

@testable import HornbillKernels

@Suite("Convolutions") struct ConvolutionTests {
    /// Geometries that look random: one to three axes, groups, strides, dilations and padding.
    private func geometries(_ count: Int) throws -> [ConvolutionGeometry] {
        var random = Numbers(seed: 5)
        return try (0 ..< count).map { _ in
            let groups = [1, 1, 2, 4][random.next(4)]
            let axes = try (0 ..< 1 + random.next(3)).map { _ in
                let window = 1 + random.next(4), dilation = 1 + random.next(2)
                let extent = (window - 1) * dilation + 1
                return try SlidingAxis(
                    length: extent + random.next(6), window: window, stride: 1 + random.next(3), dilation: dilation,
                    before: random.next(extent), after: random.next(extent))
            }
            return ConvolutionGeometry(
                batch: 1 + random.next(3), channels: groups * [1, 3, 4, 16, 17][random.next(5)],
                filters: groups * [1, 2, 5, 16][random.next(4)], groups: groups, axes: axes)
        }
    }

    @Test("oneDNN computes what loops compute, each pass of it", arguments: [ConvolutionPass.forward, .sourceGradient, .weightsGradient])
    func agrees(pass: ConvolutionPass) throws {
        for geometry in try geometries(150) {
            let source = count(geometry.sourceShape), weights = count(geometry.weightsShape), result = count(geometry.resultShape)
            let sizes: (Int, Int, Int)
            switch pass {
            case .forward: sizes = (source, weights, result)
            case .sourceGradient: sizes = (result, weights, source)
            case .weightsGradient: sizes = (source, result, weights)
            }
            var first = values(sizes.0, 1), second = values(sizes.1, 2)
            let fast = try Convolution(geometry, pass)
            var got = [Float](repeating: .nan, count: sizes.2)
            var scratch = [UInt8](repeating: 0xFF, count: fast.scratchBytes + 64)
            try first.withUnsafeMutableBytes { first in
                try second.withUnsafeMutableBytes { second in
                    try got.withUnsafeMutableBytes { got in
                        try scratch.withUnsafeMutableBytes { scratch in
                            let base = scratch.baseAddress!
                            let aligned = base + (64 - Int(bitPattern: base) % 64)
                            try fast.makeCall(
                                first.baseAddress!, second.baseAddress!, result: got.baseAddress!, scratch: aligned
                            ).run()
                        }
                    }
                }
            }
            var expected = [Double](repeating: .nan, count: sizes.2)
            let (a, b) = (first.map(Double.init), second.map(Double.init))
            expected.withUnsafeMutableBytes { target in
                a.withUnsafeBytes { a in
                    b.withUnsafeBytes { b in
                        ConvolutionLoops(geometry, pass).run(.float64, a.baseAddress!, b.baseAddress!, target.baseAddress!)
                    }
                }
            }
            let scale = max(1, expected.map(\.magnitude).max() ?? 0)
            let furthest = zip(got, expected).map { abs(Double($0) - $1) }.max() ?? 0
            #expect(furthest <= 1e-5 * scale, "\(geometry): \(fast.description)")
        }
    }

    @Test("windows far larger than the axis, of which padding is nearly all, are left to loops")
    func extremes() throws {
        for (window, dilation, stride) in [(3, 1 << 30, 1), (2, 1 << 38, 1 << 39), (1 << 20, 1, 1 << 20), (5, 3000, 2)] {
            let axis = try SlidingAxis.same(length: 4, window: window, stride: stride, dilation: dilation)
            #expect(axis.positions == (4 + stride - 1) / stride)
            let seen = (0 ..< axis.positions).map { axis.seen(at: $0) }
            for (position, range) in seen.enumerated() {
                for element in range {
                    #expect((0 ..< 4).contains(position * stride - axis.before + element * dilation))
                }
            }
            let geometry = ConvolutionGeometry(batch: 1, channels: 1, filters: 1, groups: 1, axes: [axis])
            #expect(throws: HornbillError.self) { try Convolution(geometry, .forward) }
        }
    }

    @Test("axes that no memory holds and windows that are none are refused")
    func refused() {
        for (window, stride, dilation, before) in [
            (0, 1, 1, 0), (1, 0, 1, 0), (1, 1, 0, 0), (1, 1, 1, -1), (-3, 1, 1, 0), (1 << 30, 1, 1 << 30, 0),
            (.max, 1, .max, 0), (1, .max, 1, 0), (1, 1, 1, .max),
        ] {
            #expect(throws: HornbillError.self) {
                try SlidingAxis(length: 5, window: window, stride: stride, dilation: dilation, before: before)
            }
        }
    }

    private func count(_ shape: [Int]) -> Int { shape.reduce(1, *) }

    private func values(_ count: Int, _ seed: UInt64) -> [Float] {
        var random = Numbers(seed: seed)
        return (0 ..< count).map { _ in Float(random.next(2001) - 1000) / 500 }
    }
}

/// Numbers that look random and are the same each time.
private struct Numbers {
    private var state: UInt64
    init(seed: UInt64) { state = seed }

    mutating func next(_ bound: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int(state >> 33) % bound
    }
}
