/// Pooling over one to three axes of dense tensors (batch, axes…, channels): maxima and means of windows, and what their
/// gradients need. The innermost loops run over channels.
public struct PoolPlan: Sendable {
    private let batch: Int
    private let channels: Int
    private let axes: (PoolAxis, PoolAxis, PoolAxis)
    private let places: Int
    private let inputPlaces: Int

    /// - Precondition: there are one to three axes.
    public init(batch: Int, channels: Int, axes: [PoolAxis]) {
        let all = [PoolAxis](repeating: .none, count: 3 - axes.count) + axes
        self.batch = batch
        self.channels = channels
        self.axes = (all[0], all[1], all[2])
        places = all.reduce(1) { $0 * $1.positions }
        inputPlaces = all.reduce(1) { $0 * $1.length }
    }

    public var inputCount: Int { batch * inputPlaces * channels }
    public var outputCount: Int { batch * places * channels }

    /// Calls `body` with the place, within a sample, of each element of the window at a position.
    @inline(__always)
    private func eachPlace(_ position: Int, _ body: (_ place: Int) -> Void) {
        let row = position / axes.2.positions
        let (b0, e0) = axes.0.range(row / axes.1.positions)
        let (b1, e1) = axes.1.range(row % axes.1.positions)
        let (b2, e2) = axes.2.range(position % axes.2.positions)
        var i = b0
        while i < e0 {
            var j = b1
            while j < e1 {
                var place = (i &* axes.1.length &+ j) &* axes.2.length &+ b2
                let end = place &+ e2 &- b2
                while place < end {
                    body(place)
                    place &+= 1
                }
                j &+= 1
            }
            i &+= 1
        }
    }

    /// How many elements the window sees at a position.
    @inline(__always)
    private func count(_ position: Int) -> Int {
        let row = position / axes.2.positions
        let (b0, e0) = axes.0.range(row / axes.1.positions)
        let (b1, e1) = axes.1.range(row % axes.1.positions)
        let (b2, e2) = axes.2.range(position % axes.2.positions)
        return max(0, e0 &- b0) &* max(0, e1 &- b1) &* max(0, e2 &- b2)
    }

    /// Calls `body` with each sample and each position; results of different positions are different memory.
    @inline(__always)
    private func eachPosition(_ body: (_ sample: Int, _ position: Int) -> Void) {
        let work = max(1, channels * max(1, inputPlaces / max(1, places)))
        Threads.parallel(batch * places, grain: max(1, 32768 / work)) { begin, end in
            var sample = begin / max(1, places), position = begin % max(1, places)
            for _ in begin ..< end {
                body(sample, position)
                position &+= 1
                if position == places { (sample, position) = (sample &+ 1, 0) }
            }
        }
    }

    /// Calls `body` with samples and ranges of channels: windows that overlap add to the same memory only within one.
    @inline(__always)
    private func eachPart(_ body: (_ sample: Int, _ channels: Range<Int>) -> Void) {
        let parts = batch >= Threads.count ? 1 : max(1, min(Threads.count, channels / 16))
        let work = max(1, (inputPlaces + places) * channels / parts)
        Threads.parallel(batch * parts, grain: max(1, 32768 / work)) { begin, end in
            for unit in begin ..< end {
                let part = unit % parts
                body(unit / parts, channels * part / parts ..< channels * (part + 1) / parts)
            }
        }
    }

    // MARK: Maxima

    /// The largest element of each window, NaN if there is one; the lowest number where the window sees padding only.
    public func maxima<T: BinaryFloatingPoint>(_ x: UnsafePointer<T>, _ y: UnsafeMutablePointer<T>) {
        let channels = channels, perSample = inputPlaces * channels
        eachPosition { sample, position in
            let source = x + sample &* perSample, target = y + (sample &* places &+ position) &* channels
            for channel in 0 ..< channels { target[channel] = -T.infinity }
            eachPlace(position) { place in
                let row = source + place &* channels
                for channel in 0 ..< channels {
                    let value = row[channel], best = target[channel]
                    target[channel] = value > best || value != value ? value : best
                }
            }
        }
    }

    /// The places of the first maxima of a window, one for each channel of a range; -1 where the window
    /// sees nothing.
    @inline(__always)
    private func findFirstMaxima<T: BinaryFloatingPoint>(
        _ source: UnsafePointer<T>, _ position: Int, _ range: Range<Int>, _ best: UnsafeMutablePointer<T>,
        _ at: UnsafeMutablePointer<Int32>
    ) {
        let width = range.count
        for index in 0 ..< width {
            best[index] = -T.infinity
            at[index] = -1
        }
        eachPlace(position) { place in
            let row = source + (place &* channels &+ range.lowerBound), number = Int32(truncatingIfNeeded: place)
            for index in 0 ..< width {
                let value = row[index], old = best[index]
                let isBetter = value > old || value != value && old == old || at[index] < 0
                best[index] = isBetter ? value : old
                at[index] = isBetter ? number : at[index]
            }
        }
    }

    @inline(__always)
    private func withScratch<T: BinaryFloatingPoint>(
        _ width: Int, _ body: (UnsafeMutablePointer<T>, UnsafeMutablePointer<Int32>) -> Void
    ) {
        let bytes = (width * MemoryLayout<T>.stride + 63) / 64 * 64
        Scratch.with(bytes: bytes + width * 4 + 64) { memory in
            body(
                memory.bindMemory(to: T.self, capacity: max(1, width)),
                (memory + bytes).bindMemory(to: Int32.self, capacity: max(1, width)))
        }
    }

    /// Zeros with each element of `g` added where `x` has the first maximum of its window.
    public func spreadToMaxima<T: BinaryFloatingPoint>(
        _ x: UnsafePointer<T>, _ g: UnsafePointer<T>, _ result: UnsafeMutablePointer<T>
    ) {
        let perSample = inputPlaces * channels
        eachPart { sample, range in
            let target = result + (sample &* perSample &+ range.lowerBound), width = range.count
            for place in 0 ..< inputPlaces { (target + place &* channels).update(repeating: 0, count: width) }
            withScratch(width) { (best: UnsafeMutablePointer<T>, at) in
                for position in 0 ..< places {
                    findFirstMaxima(x + sample &* perSample, position, range, best, at)
                    let gradient = g + ((sample &* places &+ position) &* channels &+ range.lowerBound)
                    for index in 0 ..< width where at[index] >= 0 {
                        target[Int(at[index]) &* channels &+ index] += gradient[index]
                    }
                }
            }
        }
    }

    /// The elements of `v` where `x` has the first maximum of each window.
    public func takeAtMaxima<T: BinaryFloatingPoint>(
        _ x: UnsafePointer<T>, _ v: UnsafePointer<T>, _ result: UnsafeMutablePointer<T>
    ) {
        let perSample = inputPlaces * channels
        eachPart { sample, range in
            let source = v + (sample &* perSample &+ range.lowerBound), width = range.count
            withScratch(width) { (best: UnsafeMutablePointer<T>, at) in
                for position in 0 ..< places {
                    findFirstMaxima(x + sample &* perSample, position, range, best, at)
                    let target = result + ((sample &* places &+ position) &* channels &+ range.lowerBound)
                    for index in 0 ..< width {
                        target[index] = at[index] >= 0 ? source[Int(at[index]) &* channels &+ index] : 0
                    }
                }
            }
        }
    }

    // MARK: Means

    /// The mean of what each window sees, without padding; NaN where that is nothing.
    public func means<T: BinaryFloatingPoint>(_ x: UnsafePointer<T>, _ y: UnsafeMutablePointer<T>) {
        let channels = channels, perSample = inputPlaces * channels
        eachPosition { sample, position in
            let source = x + sample &* perSample, target = y + (sample &* places &+ position) &* channels
            for channel in 0 ..< channels { target[channel] = 0 }
            eachPlace(position) { place in
                let row = source + place &* channels
                for channel in 0 ..< channels { target[channel] += row[channel] }
            }
            let seen = T(count(position))
            for channel in 0 ..< channels { target[channel] /= seen }
        }
    }

    /// The adjoint of `means`: zeros, with a share of each element of `g` added to all that its window sees.
    public func spread<T: BinaryFloatingPoint>(_ g: UnsafePointer<T>, _ result: UnsafeMutablePointer<T>) {
        let perSample = inputPlaces * channels
        eachPart { sample, range in
            let target = result + (sample &* perSample &+ range.lowerBound), width = range.count
            for place in 0 ..< inputPlaces { (target + place &* channels).update(repeating: 0, count: width) }
            withScratch(width) { (share: UnsafeMutablePointer<T>, _) in
                for position in 0 ..< places {
                    let gradient = g + ((sample &* places &+ position) &* channels &+ range.lowerBound)
                    let seen = T(max(1, count(position)))
                    for index in 0 ..< width { share[index] = gradient[index] / seen }
                    eachPlace(position) { place in
                        let row = target + place &* channels
                        for index in 0 ..< width { row[index] += share[index] }
                    }
                }
            }
        }
    }
}
