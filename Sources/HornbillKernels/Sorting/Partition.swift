extension Selection {
    /// Lines of elements so arranged that the one at `rank` is where sorting would put it, none before it is larger and none
    /// after it smaller. Returns false, having done nothing, where the processor has not what it takes.
    public static func partition(
        _ dtype: DType, _ source: UnsafeRawPointer, _ target: UnsafeMutableRawPointer, lines: Int, length: Int, rank: Int
    ) -> Bool {
        guard VectorOrder.isAvailable, !dtype.isComplex else { return false }
        Vectors.eachLine(dtype, source, lines, length) { line, select in
            let target = target + line * length * dtype.size
            select.arrange(around: rank) { first, count, keys in
                Vectors.store(dtype, keys, count, target + first * dtype.size)
            }
        } wide: { line, select in
            let target = target + line * length * dtype.size
            select.arrange(around: rank) { first, count, keys in
                Vectors.store(dtype, keys, count, target + first * dtype.size)
            }
        }
        return true
    }

    /// The positions of the elements of `partition`.
    public static func argpartition(
        _ dtype: DType, _ source: UnsafeRawPointer, _ target: UnsafeMutablePointer<Int>, lines: Int, length: Int, rank: Int
    ) -> Bool {
        guard VectorOrder.isAvailable, !dtype.isComplex else { return false }
        Vectors.eachLine(dtype, source, lines, length) { line, select in
            select.arrangePositions(around: rank, target + line * length)
        } wide: { line, select in
            select.arrangePositions(around: rank, target + line * length)
        }
        return true
    }

    /// Selection by `VectorSelect`.
    enum Vectors {
        /// False for elements of 8 bits, which are better counted.
        static func select(
            _ dtype: DType, _ source: UnsafeRawPointer, _ target: UnsafeMutableRawPointer, lines: Int, length: Int, ranks: [Int]
        ) -> Bool {
            guard dtype.size > 1, !dtype.isComplex else { return false }
            eachLine(dtype, source, lines, length) { line, select in
                for (place, key) in select.keys(at: ranks).enumerated() {
                    withUnsafePointer(to: key) { store(dtype, $0, 1, target + (line * ranks.count + place) * dtype.size) }
                }
            } wide: { line, select in
                for (place, key) in select.keys(at: ranks).enumerated() {
                    withUnsafePointer(to: key) { store(dtype, $0, 1, target + (line * ranks.count + place) * dtype.size) }
                }
            }
            return true
        }

        /// Calls `narrow` or `wide`, by the elements' size, for each line.
        static func eachLine(
            _ dtype: DType, _ source: UnsafeRawPointer, _ lines: Int, _ length: Int,
            narrow: (_ line: Int, VectorSelect<UInt32>) -> Void, wide: (_ line: Int, VectorSelect<UInt64>) -> Void
        ) {
            let threads = lines == 1 ? Threads.count : 1
            Threads.parallel(lines, grain: max(1, 16384 / max(1, length))) { begin, end in
                for line in begin ..< end {
                    let from = source + line * length * dtype.size
                    if dtype.size == 8 {
                        wide(line, VectorSelect(count: length, threads: threads) { load(dtype, from, $0, $1, $2) })
                    } else {
                        narrow(line, VectorSelect(count: length, threads: threads) { load(dtype, from, $0, $1, $2) })
                    }
                }
            }
        }

        private static func load(
            _ dtype: DType, _ source: UnsafeRawPointer, _ first: Int, _ count: Int, _ keys: UnsafeMutablePointer<UInt32>
        ) {
            func integers<T: FixedWidthInteger>(_: T.Type) {
                let from = source.assumingMemoryBound(to: T.self) + first
                for index in 0 ..< count { keys[index] = SortKeys.key(from[index], flip: 0) }
            }
            func halves(_ infinity: UInt16) {
                let from = source.assumingMemoryBound(to: UInt16.self) + first
                for index in 0 ..< count {
                    keys[index] = UInt32(SortKeys.floatKey(from[index], infinity: infinity, flip: 0, joinsZeros: false))
                }
            }
            switch dtype {
            case .int8: integers(Int8.self)
            case .int16: integers(Int16.self)
            case .int32: integers(Int32.self)
            case .bool, .uint8: integers(UInt8.self)
            case .uint16: integers(UInt16.self)
            case .uint32: integers(UInt32.self)
            case .float16: halves(0x7C00)
            case .bfloat16: halves(0x7F80)
            default:
                let from = source.assumingMemoryBound(to: UInt32.self) + first
                for index in 0 ..< count {
                    keys[index] = SortKeys.floatKey(from[index], infinity: 0x7F80_0000, flip: 0, joinsZeros: false)
                }
            }
        }

        private static func load(
            _ dtype: DType, _ source: UnsafeRawPointer, _ first: Int, _ count: Int, _ keys: UnsafeMutablePointer<UInt64>
        ) {
            func integers<T: FixedWidthInteger>(_: T.Type) {
                let from = source.assumingMemoryBound(to: T.self) + first
                for index in 0 ..< count { keys[index] = SortKeys.key(from[index], flip: 0) }
            }
            switch dtype {
            case .int64: integers(Int64.self)
            case .uint64: integers(UInt64.self)
            default:
                let from = source.assumingMemoryBound(to: UInt64.self) + first
                for index in 0 ..< count {
                    keys[index] = SortKeys.floatKey(
                        from[index], infinity: 0x7FF0_0000_0000_0000, flip: 0, joinsZeros: false)
                }
            }
        }

        static func store(_ dtype: DType, _ keys: UnsafePointer<UInt32>, _ count: Int, _ target: UnsafeMutableRawPointer) {
            func integers<T: FixedWidthInteger>(_: T.Type) {
                let to = target.assumingMemoryBound(to: T.self)
                for index in 0 ..< count { to[index] = SortKeys.integer(keys[index], flip: 0) }
            }
            func halves(_ infinity: UInt16) {
                let to = target.assumingMemoryBound(to: UInt16.self)
                for index in 0 ..< count {
                    to[index] = SortKeys.floatBits(UInt16(truncatingIfNeeded: keys[index]), infinity: infinity, flip: 0)
                }
            }
            switch dtype {
            case .int8: integers(Int8.self)
            case .int16: integers(Int16.self)
            case .int32: integers(Int32.self)
            case .bool, .uint8: integers(UInt8.self)
            case .uint16: integers(UInt16.self)
            case .uint32: integers(UInt32.self)
            case .float16: halves(0x7C00)
            case .bfloat16: halves(0x7F80)
            default:
                let to = target.assumingMemoryBound(to: UInt32.self)
                for index in 0 ..< count { to[index] = SortKeys.floatBits(keys[index], infinity: 0x7F80_0000, flip: 0) }
            }
        }

        static func store(_ dtype: DType, _ keys: UnsafePointer<UInt64>, _ count: Int, _ target: UnsafeMutableRawPointer) {
            func integers<T: FixedWidthInteger>(_: T.Type) {
                let to = target.assumingMemoryBound(to: T.self)
                for index in 0 ..< count { to[index] = SortKeys.integer(keys[index], flip: 0) }
            }
            switch dtype {
            case .int64: integers(Int64.self)
            case .uint64: integers(UInt64.self)
            default:
                let to = target.assumingMemoryBound(to: UInt64.self)
                for index in 0 ..< count {
                    to[index] = SortKeys.floatBits(keys[index], infinity: 0x7FF0_0000_0000_0000, flip: 0)
                }
            }
        }
    }
}
