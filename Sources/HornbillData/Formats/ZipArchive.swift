import HornbillTensor

/// A zip file, read through its directory at the end. Members may be stored or deflated, and larger than 4 GiB.
///
/// The format is PKWARE's APPNOTE.TXT.
struct ZipArchive {
    struct Member {
        let name: String
        fileprivate let method: UInt64
        fileprivate let checksum: UInt32
        fileprivate let packedCount: Int
        fileprivate let count: Int
        fileprivate let offset: Int
    }

    private let file: Bytes
    let members: [Member]

    /// Throws `inputOutput` if the bytes are no zip file.
    init(_ bytes: [UInt8], name: String) throws {
        file = Bytes(bytes, name: name)
        let (count, offset) = try ZipArchive.directory(file)
        var entries = Bytes(bytes, at: offset, name: name)
        var members: [Member] = []
        // The count of a damaged file may be anything, but reading stops where the file does.
        while members.count < count { members.append(try ZipArchive.member(&entries)) }
        self.members = members
    }

    /// How many members there are, and where the directory begins.
    private static func directory(_ file: Bytes) throws -> (count: UInt64, offset: Int) {
        // The end record is the last thing but for a comment of up to 65,535 bytes.
        let bytes = file.bytes, lowest = max(0, bytes.count - 22 - 65_535)
        var start = bytes.count - 22
        while start >= lowest, !bytes[start ..< start + 4].elementsEqual([0x50, 0x4B, 5, 6]) { start -= 1 }
        guard start >= lowest, start >= 0 else { throw file.damaged("it is no zip file, or not all of one") }
        var end = Bytes(bytes, at: start + 10, name: file.name)
        var count = try end.little(2)
        _ = try end.little(4)
        var offset = try end.little(4)
        if (count == 0xFFFF || offset == 0xFFFF_FFFF), start >= 20 {
            // The numbers stand in a second record, which a locator in front of this one names.
            var locator = Bytes(bytes, at: start - 20, name: file.name)
            if try locator.little(4) == 0x0706_4B50 {
                _ = try locator.little(4)
                let place = try locator.little(8)
                guard place <= UInt64(bytes.count) else { throw file.damaged("its directory is missing") }
                var record = Bytes(bytes, at: Int(place), name: file.name)
                guard try record.little(4) == 0x0606_4B50 else { throw file.damaged("its directory is missing") }
                _ = try record.take(28)
                count = try record.little(8)
                _ = try record.little(8)
                offset = try record.little(8)
            }
        }
        guard offset <= UInt64(bytes.count) else { throw file.damaged("its directory is missing") }
        return (count, Int(offset))
    }

    private static func member(_ entries: inout Bytes) throws -> Member {
        guard try entries.little(4) == 0x0201_4B50 else { throw entries.damaged("its directory is damaged") }
        _ = try entries.take(6)
        let method = try entries.little(2)
        _ = try entries.take(4)
        let checksum = UInt32(try entries.little(4))
        var packed = try entries.little(4), count = try entries.little(4)
        let nameLength = try entries.little(2), extraLength = try entries.little(2),
            commentLength = try entries.little(2)
        _ = try entries.take(8)
        var offset = try entries.little(4)
        let name = String(decoding: try entries.take(Int(nameLength)), as: UTF8.self)
        var extra = Bytes(Array(try entries.take(Int(extraLength))), name: entries.name)
        while extra.remaining >= 4 {
            let tag = try extra.little(2), length = Int(try extra.little(2))
            var field = Bytes(Array(try extra.take(length)), name: entries.name)
            guard tag == 1 else { continue }
            // Sizes of more than 32 bits, those that did not fit above.
            if count == 0xFFFF_FFFF { count = try field.little(8) }
            if packed == 0xFFFF_FFFF { packed = try field.little(8) }
            if offset == 0xFFFF_FFFF { offset = try field.little(8) }
        }
        _ = try entries.take(Int(commentLength))
        let limit = UInt64(Int.max) / 2
        guard packed < limit, count < limit, offset < limit else { throw entries.damaged("its directory is damaged") }
        return Member(
            name: name, method: method, checksum: checksum, packedCount: Int(packed), count: Int(count),
            offset: Int(offset))
    }

    /// The bytes of a member. Throws `inputOutput` if they are not what was put in.
    func contents(of member: Member) throws -> [UInt8] {
        guard member.offset <= file.bytes.count else { throw file.damaged("'\(member.name)' is missing") }
        var local = Bytes(file.bytes, at: member.offset, name: file.name)
        guard try local.little(4) == 0x0403_4B50 else { throw file.damaged("'\(member.name)' is missing") }
        _ = try local.take(22)
        let nameLength = try local.little(2), extraLength = try local.little(2)
        let name = String(decoding: try local.take(Int(nameLength)), as: UTF8.self)
        guard name == member.name else { throw file.damaged("'\(member.name)' is called '\(name)' in its own header") }
        _ = try local.take(Int(extraLength))
        let packed = try local.take(member.packedCount)
        let result: [UInt8]
        switch member.method {
        case 0: result = Array(packed)
        case 8: result = try inflated(packed, .none, count: member.count, name: file.name)
        default:
            throw HornbillError(
                .unsupported,
                "'\(file.name)': '\(member.name)' is compressed by method \(member.method); known are 0 and 8")
        }
        guard result.count == member.count, checksum(result) == member.checksum else {
            throw file.damaged("the checksum of '\(member.name)' is wrong")
        }
        return result
    }
}
