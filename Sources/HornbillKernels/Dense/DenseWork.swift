/// How much there is to do for a product of a dense layer.
struct DenseWork {
    let flops: Double
    /// Whether several threads compute it: whether there is much to compute or, with few rows, much memory to go through.
    let isWorthSharing: Bool

    init(batch: Int, inputs: Int, units: Int) {
        flops = 2 * Double(batch) * Double(inputs) * Double(units)
        isWorthSharing = max(flops, 8 * Double(inputs) * Double(units)) >= Threads.worthForking
    }
}
