import Glibc

/// Keras' progress bar, as text.
public struct ProgressBar {
    private static let width = 20
    private static let interval = 0.05

    private let target: Int
    private let verbose: Int
    private let print: (String) -> Void
    private let start = ProgressBar.now()
    private var lastUpdate = 0.0
    private var previousWidth = 0
    private var afterFirstStep: Double?

    public init(target: Int, verbose: Int, print: @escaping (String) -> Void) {
        self.target = target
        self.verbose = verbose
        self.print = print
    }

    public static func standardOutput(_ text: String) {
        fputs(text, stdout)
        fflush(stdout)
    }

    static func now() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
    }

    /// Whether the bar would be drawn now: only then are its values worth computing.
    mutating func isDue(step: Int) -> Bool {
        guard verbose == 1 else { return false }
        let now = ProgressBar.now()
        if afterFirstStep == nil, step == 1 { afterFirstStep = now }
        return now - lastUpdate >= ProgressBar.interval
    }

    mutating func update(_ current: Int, _ values: Logs, finalize: Bool) {
        guard verbose > 0, verbose == 1 || finalize else { return }
        let now = ProgressBar.now()
        let perStep = duration(current, now)
        let digits = String(target).count
        let counter = String(repeating: " ", count: max(0, digits - String(current).count)) + "\(current)/\(target)"
        var info = ""
        if verbose == 2 {
            info = "\(counter) - \(whole(now - start))s -\(ProgressBar.perStep(perStep))"
            for (name, value) in values { info += " - \(name): \(ProgressBar.number(value))" }
            print(info + "\n")
            lastUpdate = now
            return
        }
        let filled = target > 0 ? ProgressBar.width * current / target : 0
        var bar = "\u{1B}[1m\(counter)\u{1B}[0m "
        if filled > 0 { bar += "\u{1B}[32m" + String(repeating: "━", count: filled) + "\u{1B}[0m" }
        bar += "\u{1B}[37m" + String(repeating: "━", count: max(0, ProgressBar.width - filled)) + "\u{1B}[0m"
        if finalize {
            info = " \u{1B}[1m\(whole(now - start))s\u{1B}[0m"
        } else {
            info = " \u{1B}[1m\(ProgressBar.remaining(perStep * Double(target - current)))\u{1B}[0m"
        }
        info += ProgressBar.perStep(perStep)
        for (name, value) in values { info += " - \(name): \(ProgressBar.number(value))" }
        let total = counter.count + 1 + ProgressBar.width + info.count - 8
        var message = String(repeating: "\u{8}", count: previousWidth) + "\r" + bar + info
        if previousWidth > total { message += String(repeating: " ", count: previousWidth - total) }
        if finalize { message += "\n" }
        print(message)
        previousWidth = total
        lastUpdate = now
    }

    /// Seconds for a step; the first, which compiles, does not count once there are others.
    private mutating func duration(_ current: Int, _ now: Double) -> Double {
        guard current > 0 else { return 0 }
        if let first = afterFirstStep, current > 1 { return (now - first) / Double(current - 1) }
        if current == 1, afterFirstStep == nil { afterFirstStep = now }
        return (now - start) / Double(current)
    }

    private func whole(_ seconds: Double) -> Int { Int(seconds.rounded(.toNearestOrEven)) }

    private static func remaining(_ seconds: Double) -> String {
        let total = Int(max(0, min(seconds, 1e9)))
        func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
        if seconds > 3600 { return "\(total / 3600):\(two(total % 3600 / 60)):\(two(total % 60))" }
        if seconds > 60 { return "\(total / 60):\(two(total % 60))" }
        return "\(total)s"
    }

    private static func perStep(_ seconds: Double) -> String {
        func rounded(_ value: Double) -> Int { Int(value.rounded(.toNearestOrEven)) }
        if seconds >= 1 || seconds == 0 { return " \(rounded(seconds))s/step" }
        if seconds >= 1e-3 { return " \(rounded(seconds * 1e3))ms/step" }
        return " \(rounded(seconds * 1e6))us/step"
    }

    /// Four decimals, or an exponent for small values.
    static func number(_ value: Double) -> String {
        var buffer = [CChar](repeating: 0, count: 64)
        let format = value.magnitude > 1e-3 ? "%.4f" : "%.4e"
        _ = withVaList([value]) { vsnprintf(&buffer, buffer.count, format, $0) }
        return String(cString: buffer)
    }
}
