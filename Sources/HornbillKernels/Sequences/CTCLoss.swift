import Glibc

/// The loss of connectionist temporal classification: the negative logarithm of the probability that a sequence of
/// distributions over classes gives a sequence of labels, each of which may last, with blanks between them.
///
/// Two scores run along the labels: `phi[n]` of having passed `n` labels and being in a blank or between two labels, and
/// `emit[n]` of being in label `n`. Equal neighbours need a blank between them. What cannot be has the logarithm -100000
/// and not -∞, so that losses and gradients are numbers for impossible labels too, as in Keras.
public struct CTCLossPlan: Sendable {
    private let batch: Int
    private let steps: Int
    private let classes: Int
    private let labels: Int
    private let blank: Int
    private static let never = -1e5

    /// - Parameters:
    ///   - steps: how many distributions each sequence has at most.
    ///   - labels: how many labels each has at most.
    ///   - blank: the class that is no label, one of `classes`.
    public init(batch: Int, steps: Int, classes: Int, labels: Int, blank: Int) {
        self.batch = batch
        self.steps = steps
        self.classes = classes
        self.labels = labels
        self.blank = blank
    }

    /// A sample's labels, whether each equals the next, and the lengths that count.
    private struct Sample {
        let labels: UnsafePointer<Int>
        let count: Int
        let labelCount: Int
        let stepCount: Int

        @inline(__always)
        func repeats(_ label: Int) -> Bool { label + 1 < count && labels[label] == labels[label + 1] }
    }

    private func sample(
        _ index: Int, _ target: UnsafePointer<Int>, _ targetLengths: UnsafePointer<Int>, _ lengths: UnsafePointer<Int>
    ) -> Sample {
        Sample(
            labels: target + index * labels, count: labels, labelCount: min(max(0, targetLengths[index]), labels),
            stepCount: min(max(0, lengths[index]), steps))
    }

    @inline(__always)
    private func logarithm<T: BinaryFloatingPoint>(_ row: UnsafePointer<T>, _ label: Int) -> Double {
        label >= 0 && label < classes ? Double(row[label]) : 0
    }

    /// log(eᵃ + eᵇ).
    @inline(__always)
    private static func added(_ a: Double, _ b: Double) -> Double {
        let most = max(a, b)
        return most == -.infinity ? most : most + log1p(exp(min(a, b) - most))
    }

    /// Between blanks: `phi` once what is in the labels may have left them, for free.
    @inline(__always)
    private func left(
        _ sample: Sample, _ phi: UnsafePointer<Double>, _ emit: UnsafePointer<Double>,
        _ result: UnsafeMutablePointer<Double>
    ) {
        result[0] = phi[0]
        for n in 0 ..< labels {
            result[n + 1] = CTCLossPlan.added(phi[n + 1], sample.repeats(n) ? emit[n] + CTCLossPlan.never : emit[n])
        }
    }

    /// One step from (phi, emit) to (nextPhi, nextEmit); `passed` is room for `labels + 1` numbers.
    @inline(__always)
    private func advance<T: BinaryFloatingPoint>(
        _ sample: Sample, _ row: UnsafePointer<T>, _ phi: UnsafePointer<Double>, _ emit: UnsafePointer<Double>,
        _ nextPhi: UnsafeMutablePointer<Double>, _ nextEmit: UnsafeMutablePointer<Double>, _ passed: UnsafeMutablePointer<Double>
    ) {
        left(sample, phi, emit, passed)
        let silence = Double(row[blank])
        nextPhi[0] = passed[0] + silence
        for n in 0 ..< labels {
            let sound = logarithm(row, sample.labels[n])
            nextEmit[n] = CTCLossPlan.added(passed[n], emit[n]) + sound
            let stays = sample.repeats(n) ? emit[n] : emit[n] + CTCLossPlan.never
            nextPhi[n + 1] = CTCLossPlan.added(passed[n + 1], stays) + silence
        }
    }

    private func start(_ phi: UnsafeMutablePointer<Double>, _ emit: UnsafeMutablePointer<Double>) {
        phi.update(repeating: CTCLossPlan.never, count: labels + 1)
        emit.update(repeating: CTCLossPlan.never, count: labels)
        phi[0] = 0
    }

    /// The losses. `logarithms` are (batch, steps, classes), `target` (batch, labels).
    public func losses<T: BinaryFloatingPoint>(
        _ logarithms: UnsafePointer<T>, _ target: UnsafePointer<Int>, _ targetLengths: UnsafePointer<Int>,
        _ lengths: UnsafePointer<Int>, _ result: UnsafeMutablePointer<T>
    ) {
        Threads.parallel(batch, grain: max(1, 4096 / max(1, steps * labels))) { begin, end in
            let width = labels + 1
            Scratch.with(bytes: 5 * width * 8) { memory in
                let room = memory.bindMemory(to: Double.self, capacity: 5 * width)
                let passed = room + 4 * width
                for index in begin ..< end {
                    let sample = sample(index, target, targetLengths, lengths)
                    var (phi, emit, nextPhi, nextEmit) = (room, room + width, room + 2 * width, room + 3 * width)
                    start(phi, emit)
                    for step in 0 ..< sample.stepCount {
                        advance(
                            sample, logarithms + (index * steps + step) * classes, phi, emit, nextPhi, nextEmit, passed)
                        (phi, emit, nextPhi, nextEmit) = (nextPhi, nextEmit, phi, emit)
                    }
                    let n = sample.labelCount
                    result[index] = T(-(n == 0 ? phi[0] : CTCLossPlan.added(phi[n], emit[n - 1])))
                }
            }
        }
    }

    /// The gradients of the losses with respect to the logarithms, times `g` for each sample.
    ///
    /// - Parameter room: `roomCount` doubles.
    public func gradients<T: BinaryFloatingPoint>(
        _ logarithms: UnsafePointer<T>, _ target: UnsafePointer<Int>, _ targetLengths: UnsafePointer<Int>,
        _ lengths: UnsafePointer<Int>, _ g: UnsafePointer<T>, _ result: UnsafeMutablePointer<T>,
        room: UnsafeMutablePointer<Double>
    ) {
        let width = labels + 1
        Threads.parallel(batch, grain: max(1, 4096 / max(1, steps * labels))) { begin, end in
            for index in begin ..< end {
                let sample = sample(index, target, targetLengths, lengths)
                let first = index * steps * classes
                (result + first).update(repeating: 0, count: steps * classes)
                let memory = room + index * perSample
                // The scores before each step and after the last, and then what the way back needs.
                func phi(_ step: Int) -> UnsafeMutablePointer<Double> { memory + 2 * step * width }
                func emit(_ step: Int) -> UnsafeMutablePointer<Double> { memory + (2 * step + 1) * width }
                let passed = memory + 2 * (steps + 1) * width
                let (toPhi, toEmit, toPassed) = (passed + width, passed + 2 * width, passed + 3 * width)
                start(phi(0), emit(0))
                for step in 0 ..< sample.stepCount {
                    advance(
                        sample, logarithms + first + step * classes, phi(step), emit(step), phi(step + 1), emit(step + 1),
                        passed)
                }
                toPhi.update(repeating: 0, count: width)
                toEmit.update(repeating: 0, count: width)
                let n = sample.labelCount, last = sample.stepCount, seed = -Double(g[index])
                if n == 0 {
                    toPhi[0] = seed
                } else {
                    let total = CTCLossPlan.added(phi(last)[n], emit(last)[n - 1])
                    toPhi[n] = seed * CTCLossPlan.share(phi(last)[n], total)
                    toEmit[n - 1] = seed * CTCLossPlan.share(emit(last)[n - 1], total)
                }
                for step in (0 ..< last).reversed() {
                    back(
                        sample, logarithms + first + step * classes, phi(step), emit(step), phi(step + 1), emit(step + 1),
                        passed, toPhi, toEmit, toPassed, result + first + step * classes)
                }
            }
        }
    }

    private var perSample: Int { 2 * (steps + 1) * (labels + 1) + 4 * (labels + 1) }
    public var roomCount: Int { batch * perSample }

    /// The derivative of log(Σ eˣ) with respect to one of the x.
    @inline(__always)
    private static func share(_ part: Double, _ total: Double) -> Double { total == -.infinity ? 0 : exp(part - total) }

    /// Turns the gradients of a step's results, in `toPhi` and `toEmit`, into those of its operands, and adds those of
    /// its logarithms to `result`.
    private func back<T: BinaryFloatingPoint>(
        _ sample: Sample, _ row: UnsafePointer<T>, _ phi: UnsafePointer<Double>, _ emit: UnsafePointer<Double>,
        _ nextPhi: UnsafePointer<Double>, _ nextEmit: UnsafePointer<Double>, _ passed: UnsafeMutablePointer<Double>,
        _ toPhi: UnsafeMutablePointer<Double>, _ toEmit: UnsafeMutablePointer<Double>, _ toPassed: UnsafeMutablePointer<Double>,
        _ result: UnsafeMutablePointer<T>
    ) {
        left(sample, phi, emit, passed)
        let silence = Double(row[blank])
        var ofSilence = toPhi[0]
        toPassed[0] = toPhi[0]
        for n in 0 ..< labels {
            let stays = sample.repeats(n) ? emit[n] : emit[n] + CTCLossPlan.never
            let total = nextPhi[n + 1] - silence, gradient = toPhi[n + 1]
            ofSilence += gradient
            toPassed[n + 1] = gradient * CTCLossPlan.share(passed[n + 1], total)
            toPhi[n + 1] = gradient * CTCLossPlan.share(stays, total)
        }
        result[blank] += T(ofSilence)
        for n in 0 ..< labels {
            let label = sample.labels[n], sound = logarithm(row, label), gradient = toEmit[n]
            if label >= 0, label < classes { result[label] += T(gradient) }
            let total = nextEmit[n] - sound
            toPassed[n] += gradient * CTCLossPlan.share(passed[n], total)
            // What stayed in the label, and what came from there into the blank behind it.
            toEmit[n] = gradient * CTCLossPlan.share(emit[n], total) + toPhi[n + 1]
        }
        toPhi[0] = toPassed[0]
        for n in 0 ..< labels {
            let leaves = sample.repeats(n) ? emit[n] + CTCLossPlan.never : emit[n]
            toPhi[n + 1] = toPassed[n + 1] * CTCLossPlan.share(phi[n + 1], passed[n + 1])
            toEmit[n] += toPassed[n + 1] * CTCLossPlan.share(leaves, passed[n + 1])
        }
    }
}
