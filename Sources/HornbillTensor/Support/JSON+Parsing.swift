extension JSON {
    /// The value that `text` spells; throws `invalidArgument` naming the byte where it stops making sense.
    public init(parsing text: String) throws {
        var text = text
        self = try text.withUTF8 { bytes in
            var parser = Parser(bytes: bytes)
            let value = try parser.value(depth: 0)
            parser.skipSpace()
            guard parser.position == bytes.count else { throw parser.error("the end") }
            return value
        }
    }
}

private struct Parser {
    let bytes: UnsafeBufferPointer<UInt8>
    var position = 0

    init(bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

    func error(_ expected: String) -> HornbillError {
        let got = position < bytes.count ? "'\(Character(Unicode.Scalar(bytes[position])))'" : "the end"
        return HornbillError(.invalidArgument, "invalid JSON at byte \(position): expected \(expected), got \(got)")
    }

    var next: UInt8? { position < bytes.count ? bytes[position] : nil }

    mutating func skipSpace() {
        while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { position += 1 }
    }

    mutating func accept(_ literal: StaticString) -> Bool {
        let count = literal.utf8CodeUnitCount
        guard position + count <= bytes.count else { return false }
        for index in 0 ..< count where bytes[position + index] != literal.utf8Start[index] { return false }
        position += count
        return true
    }

    mutating func expect(_ literal: StaticString) throws {
        if !accept(literal) { throw error("'\(literal)'") }
    }

    mutating func value(depth: Int) throws -> JSON {
        guard depth < 256 else { throw HornbillError(.invalidArgument, "invalid JSON: nested more than 256 deep") }
        skipSpace()
        switch next {
        case UInt8(ascii: "{"): return try object(depth: depth)
        case UInt8(ascii: "["): return try array(depth: depth)
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"):
            try expect("true")
            return .bool(true)
        case UInt8(ascii: "f"):
            try expect("false")
            return .bool(false)
        case UInt8(ascii: "n"):
            try expect("null")
            return .null
        case UInt8(ascii: "N"):
            try expect("NaN")
            return .double(.nan)
        case UInt8(ascii: "I"):
            try expect("Infinity")
            return .double(.infinity)
        default: return try number()
        }
    }

    mutating func object(depth: Int) throws -> JSON {
        try expect("{")
        var object = JSON.Object()
        skipSpace()
        if accept("}") { return .object(object) }
        while true {
            skipSpace()
            let key = try string()
            skipSpace()
            try expect(":")
            object[key] = try value(depth: depth + 1)
            skipSpace()
            if accept("}") { return .object(object) }
            try expect(",")
        }
    }

    mutating func array(depth: Int) throws -> JSON {
        try expect("[")
        var values: [JSON] = []
        skipSpace()
        if accept("]") { return .array(values) }
        while true {
            values.append(try value(depth: depth + 1))
            skipSpace()
            if accept("]") { return .array(values) }
            try expect(",")
        }
    }

    mutating func number() throws -> JSON {
        let start = position
        if accept("-Infinity") { return .double(-.infinity) }
        var isInteger = true
        while let byte = next {
            switch byte {
            case UInt8(ascii: "0") ... UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "+"): break
            case UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E"): isInteger = false
            default:
                return try finishNumber(start, isInteger)
            }
            position += 1
        }
        return try finishNumber(start, isInteger)
    }

    mutating func finishNumber(_ start: Int, _ isInteger: Bool) throws -> JSON {
        let text = String(decoding: bytes[start ..< position], as: UTF8.self)
        if isInteger, let value = Int(text) { return .int(value) }
        guard let first = text.utf8.first, first != UInt8(ascii: "+"), let value = Double(text) else {
            position = start
            throw error("a value")
        }
        return .double(value)
    }

    mutating func string() throws -> String {
        try expect("\"")
        var units: [UInt8] = []
        while let byte = next {
            position += 1
            switch byte {
            case UInt8(ascii: "\""): return String(decoding: units, as: UTF8.self)
            case UInt8(ascii: "\\"): units.append(contentsOf: try escape())
            case 0 ..< 0x20:
                position -= 1
                throw error("no control character in a string")
            default: units.append(byte)
            }
        }
        throw error("'\"'")
    }

    mutating func escape() throws -> [UInt8] {
        guard let byte = next else { throw error("an escape") }
        position += 1
        switch byte {
        case UInt8(ascii: "n"): return [0x0A]
        case UInt8(ascii: "t"): return [0x09]
        case UInt8(ascii: "r"): return [0x0D]
        case UInt8(ascii: "b"): return [0x08]
        case UInt8(ascii: "f"): return [0x0C]
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [byte]
        case UInt8(ascii: "u"):
            var unit = try hexadecimal()
            // A surrogate pair spells one character beyond the basic plane.
            if unit & 0xFC00 == 0xD800, accept("\\u") {
                let low = try hexadecimal()
                if low & 0xFC00 == 0xDC00 { unit = 0x10000 + (unit & 0x3FF) << 10 + low & 0x3FF } else { unit = 0xFFFD }
            }
            return Array(String(Unicode.Scalar(unit) ?? "\u{FFFD}").utf8)
        default:
            position -= 1
            throw error("an escape")
        }
    }

    mutating func hexadecimal() throws -> UInt32 {
        guard position + 4 <= bytes.count,
            let unit = UInt32(String(decoding: bytes[position ..< position + 4], as: UTF8.self), radix: 16)
        else { throw error("four hexadecimal digits") }
        position += 4
        return unit
    }
}
