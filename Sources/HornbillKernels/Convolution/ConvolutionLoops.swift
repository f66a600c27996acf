/// Convolutions in loops of our own: for float64, which oneDNN has not, and for sizes that it was not made for.
public struct ConvolutionLoops: Sendable {
    private let geometry: ConvolutionGeometry
    private let pass: ConvolutionPass
    /// Always three axes; those in front may be `SlidingAxis.none`.
    private let axes: (SlidingAxis, SlidingAxis, SlidingAxis)
    private let sourceCount: Int
    private let weightsCount: Int
    private let resultCount: Int

    public init(_ geometry: ConvolutionGeometry, _ pass: ConvolutionPass) {
        self.geometry = geometry
        self.pass = pass
        let all = [SlidingAxis](repeating: .none, count: 3 - geometry.axes.count) + geometry.axes
        axes = (all[0], all[1], all[2])
        sourceCount = geometry.sourceShape.reduce(1, *)
        weightsCount = geometry.weightsShape.reduce(1, *)
        resultCount = geometry.resultShape.reduce(1, *)
    }

    /// The operands in the order in which the pass names them, and what it computes. Float32 or float64.
    public func run(
        _ dtype: DType, _ first: UnsafeRawPointer, _ second: UnsafeRawPointer, _ target: UnsafeMutableRawPointer
    ) {
        if dtype == .float64 {
            run(
                first.assumingMemoryBound(to: Double.self), second.assumingMemoryBound(to: Double.self),
                target.assumingMemoryBound(to: Double.self))
        } else {
            run(
                first.assumingMemoryBound(to: Float.self), second.assumingMemoryBound(to: Float.self),
                target.assumingMemoryBound(to: Float.self))
        }
    }

    @inline(__always)
    private func run<T: FloatingPoint>(
        _ first: UnsafePointer<T>, _ second: UnsafePointer<T>, _ target: UnsafeMutablePointer<T>
    ) {
        switch pass {
        case .forward: forward(first, second, target)
        case .sourceGradient: sourceGradient(first, second, target)
        case .weightsGradient: weightsGradient(first, second, target)
        }
    }

    /// Calls `body` with the offsets of source and weights of each element of the window at a position of a sample.
    @inline(__always)
    private func eachElement(
        _ sample: Int, _ position: (Int, Int, Int), _ body: (_ source: Int, _ weights: Int) -> Void
    ) {
        let rows = axes.1.length &* axes.2.length &* geometry.channels, columns = axes.2.length &* geometry.channels
        let perWindow = geometry.channels / geometry.groups &* geometry.filters
        let start = sample &* axes.0.length &* rows
        for i in axes.0.seen(at: position.0) {
            let plane = start &+ (position.0 &* axes.0.stride &- axes.0.before &+ i &* axes.0.dilation) &* rows
            for j in axes.1.seen(at: position.1) {
                let row = plane &+ (position.1 &* axes.1.stride &- axes.1.before &+ j &* axes.1.dilation) &* columns
                let window = (i &* axes.1.window &+ j) &* axes.2.window
                for k in axes.2.seen(at: position.2) {
                    let place = position.2 &* axes.2.stride &- axes.2.before &+ k &* axes.2.dilation
                    body(row &+ place &* geometry.channels, (window &+ k) &* perWindow)
                }
            }
        }
    }

    /// The position along each axis of a place of the result, counted within a sample.
    @inline(__always)
    private func position(_ place: Int) -> (Int, Int, Int) {
        let row = place / axes.2.positions
        return (row / axes.1.positions, row % axes.1.positions, place % axes.2.positions)
    }

    private var places: Int { axes.0.positions * axes.1.positions * axes.2.positions }
    private var grain: Int { Int(max(1, min(1e6, 65536 * Double(geometry.batch * places) / max(1, geometry.flops)))) }

    @inline(__always)
    private func forward<T: FloatingPoint>(
        _ x: UnsafePointer<T>, _ w: UnsafePointer<T>, _ y: UnsafeMutablePointer<T>
    ) {
        let (groups, filters) = (geometry.groups, geometry.filters / geometry.groups)
        let channels = geometry.channels / groups, places = places
        Threads.parallel(geometry.batch * places, grain: grain) { begin, end in
            for unit in begin ..< end {
                let result = y + unit &* geometry.filters
                for filter in 0 ..< geometry.filters { result[filter] = 0 }
                eachElement(unit / places, position(unit % places)) { source, weights in
                    for group in 0 ..< groups {
                        let out = result + group &* filters
                        for channel in 0 ..< channels {
                            let value = x[source &+ group &* channels &+ channel]
                            let row = w + (weights &+ channel &* geometry.filters &+ group &* filters)
                            for filter in 0 ..< filters { out[filter] += value * row[filter] }
                        }
                    }
                }
            }
        }
    }

    @inline(__always)
    private func sourceGradient<T: FloatingPoint>(
        _ g: UnsafePointer<T>, _ w: UnsafePointer<T>, _ x: UnsafeMutablePointer<T>
    ) {
        let (groups, filters) = (geometry.groups, geometry.filters / geometry.groups)
        let channels = geometry.channels / groups, places = places
        let perSample = sourceCount / max(1, geometry.batch)
        // Windows overlap within a sample, so a sample is the least that a thread does.
        Threads.parallel(geometry.batch, grain: max(1, grain / max(1, places))) { begin, end in
            for sample in begin ..< end {
                for element in 0 ..< perSample { x[sample &* perSample &+ element] = 0 }
                for place in 0 ..< places {
                    let gradient = g + (sample &* places &+ place) &* geometry.filters
                    eachElement(sample, position(place)) { source, weights in
                        for group in 0 ..< groups {
                            let from = gradient + group &* filters
                            for channel in 0 ..< channels {
                                let row = w + (weights &+ channel &* geometry.filters &+ group &* filters)
                                var sum: T = 0
                                for filter in 0 ..< filters { sum += from[filter] * row[filter] }
                                x[source &+ group &* channels &+ channel] += sum
                            }
                        }
                    }
                }
            }
        }
    }

    @inline(__always)
    private func weightsGradient<T: FloatingPoint>(
        _ x: UnsafePointer<T>, _ g: UnsafePointer<T>, _ w: UnsafeMutablePointer<T>
    ) {
        let (groups, filters) = (geometry.groups, geometry.filters / geometry.groups)
        let channels = geometry.channels / groups, places = places
        for element in 0 ..< weightsCount { w[element] = 0 }
        // Threads share the channels of a group: each reads all gradients and adds to rows of its own.
        Threads.parallel(channels, grain: max(1, Int(65536 * Double(channels) / max(1, geometry.flops)))) { begin, end in
            for unit in 0 ..< geometry.batch &* places {
                let gradient = g + unit &* geometry.filters
                eachElement(unit / places, position(unit % places)) { source, weights in
                    for group in 0 ..< groups {
                        let from = gradient + group &* filters
                        for channel in begin ..< end {
                            let value = x[source &+ group &* channels &+ channel]
                            let row = w + (weights &+ channel &* geometry.filters &+ group &* filters)
                            for filter in 0 ..< filters { row[filter] += value * from[filter] }
                        }
                    }
                }
            }
        }
    }
}
