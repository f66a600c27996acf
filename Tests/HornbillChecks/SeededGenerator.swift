/// A generator whose numbers are the same each time (SplitMix64).
public struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    public init(_ seed: Int) { state = UInt64(bitPattern: Int64(seed)) &* 0xD129_0246_67A7_4C6B }

    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    public mutating func below(_ bound: Int) -> Int { Int.random(in: 0 ..< bound, using: &self) }
    public mutating func chance(_ percent: Int) -> Bool { below(100) < percent }
    public mutating func pick<Element>(_ elements: [Element]) -> Element { elements[below(elements.count)] }
}
