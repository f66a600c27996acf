import CIntrinsics
import Glibc

/// An optimizer's update as one loop, ready to run.
final class UpdateLoop: TileRunner {
    private let rule: UpdateRule
    private let operands: UpdateOperands
    private let inputCount: Int
    private let count: Int
    /// Where the threads' parts may begin: a whole number of lines.
    private let multiple: Int
    /// Those of the layer, if it is one whose inputs threads share.
    let parts: [Range<Int>]?

    init?(_ source: TileSource) {
        guard let (rule, operands) = UpdateRule.recognise(source) else { return nil }
        self.rule = rule
        self.operands = operands
        inputCount = source.inputs.count
        count = source.shape.reduce(1, &*)
        multiple = SplitDense.multiple(source.shape)
        parts = SplitDense.elements(source.shape)
    }

    func run(_ pointers: UnsafePointer<UnsafeMutableRawPointer>) {
        Threads.parallel(count, grain: 1 << 13, multiple: multiple) { begin, end in run(pointers, on: begin ..< end) }
    }

    /// Updates some of the elements.
    func run(_ pointers: UnsafePointer<UnsafeMutableRawPointer>, on range: Range<Int>) {
        let begin = range.lowerBound, count = range.count
        func floats(_ index: Int) -> UnsafeMutablePointer<Float> { pointers[index].assumingMemoryBound(to: Float.self) }
        func value(_ scalar: UpdateRule.Scalar) -> Float {
            switch scalar {
            case .constant(let value): return value
            case .input(let index): return pointers[index].load(as: Float.self)
            }
        }
        let w = floats(operands.weights), g = floats(operands.gradient)
        let newW = floats(inputCount + operands.newWeights)
        switch rule {
        case .rmsprop(let decay, let share, let epsilon, let rate):
            let v = floats(operands.state[0]), newV = floats(inputCount + operands.newState[0])
            let decay = value(decay), share = value(share), epsilon = value(epsilon), rate = value(rate)
            UpdateLoop.rmsprop(
                w + begin, g + begin, v + begin, newW + begin, newV + begin, count, decay, share, epsilon, rate)
        case .adam(let share1, let share2, let epsilon, let rate):
            let m = floats(operands.state[0]), newM = floats(inputCount + operands.newState[0])
            let v = floats(operands.state[1]), newV = floats(inputCount + operands.newState[1])
            let share1 = value(share1), share2 = value(share2), epsilon = value(epsilon), rate = value(rate)
            UpdateLoop.adam(
                w + begin, g + begin, m + begin, v + begin, newW + begin, newM + begin, newV + begin, count, share1, share2,
                epsilon, rate)
        }
    }

    /// Elements in a step of the loops below. Results may replace operands, element by element.
    private static let chunk = 32

    private static func rmsprop(
        _ w: UnsafePointer<Float>, _ g: UnsafePointer<Float>, _ v: UnsafePointer<Float>,
        _ newW: UnsafeMutablePointer<Float>, _ newV: UnsafeMutablePointer<Float>, _ count: Int, _ decay: Float,
        _ share: Float, _ epsilon: Float, _ rate: Float
    ) {
        @inline(__always)
        func load(_ pointer: UnsafePointer<Float>, _ i: Int) -> SIMD16<Float> {
            UnsafeRawPointer(pointer + i).loadUnaligned(as: SIMD16<Float>.self)
        }
        @inline(__always)
        func store(_ pointer: UnsafeMutablePointer<Float>, _ i: Int, _ value: SIMD16<Float>) {
            UnsafeMutableRawPointer(pointer + i).storeBytes(of: value, as: SIMD16<Float>.self)
        }
        @inline(__always)
        func velocity(_ i: Int) -> SIMD16<Float> {
            let g = load(g, i)
            return load(v, i) * decay + g * g * share
        }
        @inline(__always)
        func finish(_ i: Int, _ velocity: SIMD16<Float>) {
            let move = load(g, i) * rate * hbi_rsqrt_f32x16(velocity + epsilon)
            store(newW, i, load(w, i) - move)
            store(newV, i, velocity)
        }
        func exactly(_ range: Range<Int>) {
            for i in range {
                let gradient = g[i]
                let velocity = v[i] * decay + gradient * gradient * share
                newW[i] = w[i] - gradient * rate / hbi_sqrt_f32(velocity + epsilon)
                newV[i] = velocity
            }
        }
        var i = 0
        while i &+ chunk <= count {
            let (v0, v1) = (velocity(i), velocity(i &+ 16))
            if hbi_are_ordinary(v0 + epsilon, v1 + epsilon) != 0 {
                finish(i, v0)
                finish(i &+ 16, v1)
            } else {
                exactly(i ..< i &+ chunk)
            }
            i = i &+ chunk
        }
        exactly(i ..< count)
    }

    private static func adam(
        _ w: UnsafePointer<Float>, _ g: UnsafePointer<Float>, _ m: UnsafePointer<Float>, _ v: UnsafePointer<Float>,
        _ newW: UnsafeMutablePointer<Float>, _ newM: UnsafeMutablePointer<Float>, _ newV: UnsafeMutablePointer<Float>,
        _ count: Int, _ share1: Float, _ share2: Float, _ epsilon: Float, _ rate: Float
    ) {
        withChunk(Float.self, chunk) { outW in
            withChunk(Float.self, chunk) { outM in
                withChunk(Float.self, chunk) { outV in
                    @inline(__always)
                    func one(_ index: Int, _ lane: Int) {
                        let gradient = g[index]
                        let mean = m[index] + (gradient - m[index]) * share1
                        let square = v[index] + (gradient * gradient - v[index]) * share2
                        outM[lane] = mean
                        outV[lane] = square
                        outW[lane] = w[index] - mean * rate / (hbi_sqrt_f32(square) + epsilon)
                    }
                    var i = 0
                    while i &+ chunk <= count {
                        for j in 0 ..< chunk { one(i &+ j, j) }
                        memcpy(newM + i, outM, chunk &* 4)
                        memcpy(newV + i, outV, chunk &* 4)
                        memcpy(newW + i, outW, chunk &* 4)
                        i = i &+ chunk
                    }
                    while i < count {
                        one(i, 0)
                        newM[i] = outM[0]
                        newV[i] = outV[0]
                        newW[i] = outW[0]
                        i = i &+ 1
                    }
                }
            }
        }
    }
}
