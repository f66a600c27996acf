import Testing

@testable import HornbillKernels

@Suite("Division rounded down") struct DivisionTests {
    private func check<T: FixedWidthInteger>(_ type: DType, _ all: [T]) {
        var x: [T] = [], y: [T] = []
        for a in all {
            for b in all {
                x.append(a)
                y.append(b)
            }
        }
        let quotients = apply(.floorDivide, type, x, y, as: T.self), rests = apply(.remainder, type, x, y, as: T.self)
        for index in x.indices {
            let quotient = IntegerMath<T>.floorDivide(x[index], y[index]), rest = IntegerMath<T>.remainder(x[index], y[index])
            #expect(quotients[index] == quotient, "\(x[index]) // \(y[index])")
            #expect(rests[index] == rest, "\(x[index]) % \(y[index])")
        }
    }

    private func ends<T: FixedWidthInteger>(_: T.Type) -> [T] {
        var random = TestRandom()
        let few: [T] = [0, 1, 2, 3, 7, 10, 100, .max, .max - 1, .max / 2, .min, .min / 2 + 1]
        let small: [T] = T.isSigned ? [0 &- 1, 0 &- 2, 0 &- 3, 0 &- 7, 0 &- 100] : []
        return few + small + (0 ..< 60).map { index in
            T(truncatingIfNeeded: random.next() >> UInt64(index % 60))
        }
    }

    @Test("integers are divided as the processor divides them, where that is defined")
    func integers() {
        check(.int8, (Int8.min ... .max).map { $0 })
        check(.uint8, (UInt8.min ... .max).map { $0 })
        check(.int16, ends(Int16.self))
        check(.uint16, ends(UInt16.self))
        check(.int32, ends(Int32.self))
        check(.uint32, ends(UInt32.self))
        check(.int64, ends(Int64.self) + [1 << 50, -(1 << 50), (1 << 50) - 1, 1 << 51, (1 << 53) + 1])
        check(.uint64, ends(UInt64.self))
    }

    private func check<T: BinaryFloatingPoint>(_ type: DType, _ all: [T]) {
        var x: [T] = [], y: [T] = []
        for a in all {
            for b in all {
                x.append(a)
                y.append(b)
            }
        }
        let quotients = apply(.floorDivide, type, x, y, as: T.self), rests = apply(.remainder, type, x, y, as: T.self)
        func same(_ a: T, _ b: T) -> Bool { a == b && a.sign == b.sign || a.isNaN && b.isNaN }
        for index in x.indices {
            #expect(same(quotients[index], floorQuotient(x[index], y[index])), "\(x[index]) // \(y[index])")
            #expect(same(rests[index], floorRemainder(x[index], y[index])), "\(x[index]) % \(y[index])")
        }
    }

    @Test("floats are divided as by way of the exact remainder")
    func floats() {
        var random = TestRandom()
        let special: [Double] = [
            0, 1, 2, 3, 7, 0.1, 0.3, 1e-3, 1e5, 1e10, 1e20, .infinity, .nan, 1e300, .leastNonzeroMagnitude,
            Double(bitPattern: 0x0000_1268_8b70_e62b),
        ]
        let any = (0 ..< 100).map { _ in Double.random(in: -1000 ... 1000, using: &random) }
        let whole = any.map { $0.rounded() }
        let all = special + special.map { -$0 } + any + whole
        check(.float64, all)
        check(.float32, all.map(Float.init))
    }
}
