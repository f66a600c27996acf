/// Elements at positions of a sorted order, and arrangements around them, by looking at the elements a few times only: a
/// sample says between which two numbers the wanted one lies, and it is selected among those between them, until so few are left
/// that they are sorted.
///
/// `Key` is a number that has the elements' order; `keys` makes those of some consecutive elements.
struct VectorSelect<Key: VectorKey> {
    typealias Maker = (_ first: Int, _ count: Int, _ to: UnsafeMutablePointer<Key>) -> Void

    let count: Int
    let threads: Int
    let keys: Maker

    /// A wanted key, and how many are less and equal, in each part of the elements.
    struct Found {
        var key: Key
        var less: [Int]
        var same: [Int]
    }

    static var block: Int { 2048 }
    var parts: Int { count < 1 << 15 ? 1 : threads }
    func start(_ part: Int) -> Int { count * part / parts }

    /// The key that sorting would put at `rank`.
    func key(at rank: Int) -> Found {
        if count <= 4096 { return amongFew(rank) }
        var (low, high) = bracket(rank)
        while true {
            if let found = look(rank, low, high) { return found }
            // The sample was not like the rest; this is rare, and ends.
            if low == 0 && high == .max { return amongFew(rank) }
            (low, high) = (0, .max)
        }
    }

    /// The keys that sorting would put at some ranks, which ascend.
    func keys(at ranks: [Int]) -> [Key] {
        if count <= 4096 || ranks.count > 16 {
            let memory = UnsafeMutablePointer<Key>.allocate(capacity: 2 * count)
            defer { memory.deallocate() }
            keys(0, count, memory)
            VectorOrder.sort(memory, spare: memory + count, count: count, threads: threads)
            return ranks.map { memory[$0] }
        }
        var found: [Key] = []
        var last: (rank: Int, found: Found)?
        for rank in ranks {
            // Equal neighbours are found at once.
            if let last, rank < last.found.less.reduce(0, +) + last.found.same.reduce(0, +) {
                found.append(last.found.key)
                continue
            }
            let next = key(at: rank)
            found.append(next.key)
            last = (rank, next)
        }
        return found
    }

    /// Two keys of a sample between which the wanted one lies, almost certainly.
    private func bracket(_ rank: Int) -> (Key, Key) {
        // Either way, more than four times as much as chance takes the wanted one off its place.
        let (size, margin) = count < 1 << 18 ? (1024, 68) : (2048, 96)
        return withUnsafeTemporaryAllocation(of: Key.self, capacity: 2 * size) { sample in
            let sample = sample.baseAddress.unsafelyUnwrapped, step = count / size
            for index in 0 ..< size { keys(index * step, 1, sample + index) }
            VectorOrder.sort(sample, spare: sample + size, count: size, threads: 1)
            let place = Int(Double(rank) / Double(count) * Double(size))
            let low = place - margin, high = place + margin
            return (low < 0 ? 0 : sample[low], high >= size ? .max : sample[high])
        }
    }

    /// Gathers the keys from `low` up to `high`, and selects the wanted one among them.
    private func look(_ rank: Int, _ low: Key, _ high: Key) -> Found? {
        var below = [Int](repeating: 0, count: parts), between = [Int](repeating: 0, count: parts)
        let room = UnsafeMutablePointer<Key>.allocate(capacity: count + parts * 2 * Self.block)
        defer { room.deallocate() }
        below.withUnsafeMutableBufferPointer { below in
            between.withUnsafeMutableBufferPointer { between in
                Threads.parallel(parts, grain: 1) { begin, end in
                    for part in begin ..< end {
                        let mine = room + start(part) + part * 2 * Self.block
                        (below[part], between[part]) = collect(part, low, high, mine)
                    }
                }
            }
        }
        let less = below.reduce(0, +), all = between.reduce(0, +)
        guard rank >= less, rank < less + all else { return nil }
        let gathered = UnsafeMutablePointer<Key>.allocate(capacity: all)
        defer { gathered.deallocate() }
        var next = 0
        for part in 0 ..< parts {
            (gathered + next).update(from: room + start(part) + part * 2 * Self.block, count: between[part])
            next += between[part]
        }
        let among = VectorSelect(count: all, threads: threads) { first, count, to in
            to.update(from: gathered + first, count: count)
        }
        // Where many keys are equal, few may be left out.
        let isMost = all > count / 2
        let key = low == high ? low : (isMost ? among.amongFew(rank - less) : among.key(at: rank - less)).key
        var found = Found(key: key, less: below, same: [])
        for part in 0 ..< parts {
            let mine = room + start(part) + part * 2 * Self.block
            let fewer = Key.countLess(mine, between[part], key)
            found.less[part] += fewer
            found.same.append((key == .max ? between[part] : Key.countLess(mine, between[part], key + 1)) - fewer)
        }
        return found
    }

    /// How many keys of a part are below `low`, and those between, which it stores; `high` itself is among these.
    private func collect(_ part: Int, _ low: Key, _ high: Key, _ to: UnsafeMutablePointer<Key>) -> (Int, Int) {
        withUnsafeTemporaryAllocation(of: Key.self, capacity: Self.block) { chunk in
            let chunk = chunk.baseAddress.unsafelyUnwrapped
            var below = 0, stored = 0, first = start(part)
            let last = start(part + 1)
            while first < last {
                let length = min(Self.block, last &- first)
                keys(first, length, chunk)
                stored = stored &+ Key.between(chunk, length, low, high, to + stored, &below)
                first = first &+ length
            }
            return (below, stored)
        }
    }

    private func amongFew(_ rank: Int) -> Found {
        let memory = UnsafeMutablePointer<Key>.allocate(capacity: 2 * count)
        defer { memory.deallocate() }
        keys(0, count, memory)
        VectorOrder.sort(memory, spare: memory + count, count: count, threads: threads)
        let key = memory[rank]
        var found = Found(key: key, less: [], same: [])
        keys(0, count, memory)
        for part in 0 ..< parts {
            let from = memory + start(part), length = start(part + 1) - start(part)
            let less = Key.countLess(from, length, key)
            found.less.append(less)
            found.same.append((key == .max ? length : Key.countLess(from, length, key + 1)) - less)
        }
        return found
    }

    /// The keys so arranged that the one at `rank` is where sorting would put it, none before it is larger and none after it
    /// smaller. `store` takes them, some at a time.
    func arrange(around rank: Int, _ store: (_ first: Int, _ count: Int, UnsafePointer<Key>) -> Void) {
        let found = key(at: rank), pivot = found.key
        let less = found.less.reduce(0, +), same = found.same.reduce(0, +)
        // As many keys that equal the wanted one lie from where those less end up to `rank`; others may lie anywhere behind.
        let wanted = rank - less + 1
        func share(_ equals: Int) -> Int { same.dividingFullWidth(wanted.multipliedFullWidth(by: equals)).quotient }
        Threads.parallel(parts, grain: 1) { begin, end in
            withUnsafeTemporaryAllocation(of: Key.self, capacity: 3 * Self.block) { memory in
                let chunk = memory.baseAddress.unsafelyUnwrapped, low = chunk + Self.block, high = low + Self.block
                for part in begin ..< end {
                    let lessBefore = found.less[..<part].reduce(0, +), sameBefore = found.same[..<part].reduce(0, +)
                    // Each part gives its share.
                    let wantedBefore = share(sameBefore)
                    var missing = share(sameBefore + found.same[part]) - wantedBefore
                    var place = (lessBefore, less + wantedBefore, less + wanted + start(part) - lessBefore - wantedBefore)
                    var first = start(part)
                    let last = start(part + 1)
                    while first < last {
                        let length = min(Self.block, last &- first)
                        keys(first, length, chunk)
                        first = first &+ length
                        let fewer = Key.deal(chunk, length, pivot, low, high)
                        store(place.0, fewer, low)
                        place.0 = place.0 &+ fewer
                        var rest = length &- fewer
                        if missing == 0 {
                            store(place.2, rest, high)
                            place.2 = place.2 &+ rest
                        } else if same == 1 {
                            // A single one is looked for, and taken out.
                            if let at = index(of: pivot, high, rest) {
                                store(place.1, 1, high + at)
                                rest = rest &- 1
                                high[at] = high[rest]
                                missing = 0
                            }
                            store(place.2, rest, high)
                            place.2 = place.2 &+ rest
                        } else {
                            let isLast = pivot == .max
                            let equal = isLast ? rest : Key.deal(high, rest, pivot &+ 1, low, chunk)
                            let equals = isLast ? high : low, taken = min(equal, missing)
                            store(place.1, taken, equals)
                            store(place.2, equal &- taken, equals + taken)
                            store(place.2 &+ equal &- taken, rest &- equal, chunk)
                            place.1 = place.1 &+ taken
                            place.2 = place.2 &+ rest &- taken
                            missing = missing &- taken
                        }
                    }
                }
            }
        }
    }

    private func index(of key: Key, _ keys: UnsafePointer<Key>, _ count: Int) -> Int? {
        var index = Key.find(keys, count, key)
        while index < count {
            if keys[index] == key { return index }
            index = index &+ 1
        }
        return nil
    }

    /// The positions of the elements so arranged.
    func arrangePositions(around rank: Int, _ target: UnsafeMutablePointer<Int>) {
        let found = key(at: rank)
        let less = found.less.reduce(0, +), same = found.same.reduce(0, +)
        Threads.parallel(parts, grain: 1) { begin, end in
            withUnsafeTemporaryAllocation(of: Key.self, capacity: Self.block) { chunk in
                withUnsafeTemporaryAllocation(of: Int.self, capacity: 3 * (Self.block + 8) + 3) { memory in
                    let chunk = chunk.baseAddress.unsafelyUnwrapped
                    let low = memory.baseAddress.unsafelyUnwrapped, middle = low + Self.block + 8
                    let high = middle + Self.block + 8, done = high + Self.block + 8
                    for part in begin ..< end {
                        let before = (found.less[..<part].reduce(0, +), found.same[..<part].reduce(0, +))
                        var place = (before.0, less + before.1, less + same + start(part) - before.0 - before.1)
                        var first = start(part)
                        let last = start(part + 1)
                        while first < last {
                            let length = min(Self.block, last &- first)
                            keys(first, length, chunk)
                            done.update(repeating: 0, count: 3)
                            Key.dealPositions(chunk, length, found.key, first: first, low, middle, high, done)
                            (target + place.0).update(from: low, count: done[0])
                            (target + place.1).update(from: middle, count: done[1])
                            (target + place.2).update(from: high, count: done[2])
                            place = (place.0 &+ done[0], place.1 &+ done[1], place.2 &+ done[2])
                            first = first &+ length
                        }
                    }
                }
            }
        }
    }
}
