/// What a pooling computes.
public enum PoolPass: Sendable {
    /// From x.
    case maxima, means
    /// From x and the gradient of its maxima.
    case spreadToMaxima
    /// From x and other values in its places.
    case takeAtMaxima
    /// From the gradient of the means.
    case spread
}

extension PoolPlan {
    /// Runs a pass on float32 or float64. `second` is read by passes that have two operands.
    public func run(
        _ pass: PoolPass, _ dtype: DType, _ first: UnsafeRawPointer, _ second: UnsafeRawPointer,
        _ result: UnsafeMutableRawPointer
    ) {
        func run<T: BinaryFloatingPoint>(_: T.Type) {
            let (a, b) = (first.assumingMemoryBound(to: T.self), second.assumingMemoryBound(to: T.self))
            let target = result.assumingMemoryBound(to: T.self)
            switch pass {
            case .maxima: maxima(a, target)
            case .means: means(a, target)
            case .spreadToMaxima: spreadToMaxima(a, b, target)
            case .takeAtMaxima: takeAtMaxima(a, b, target)
            case .spread: spread(a, target)
            }
        }
        if dtype == .float64 { run(Double.self) } else { run(Float.self) }
    }
}
