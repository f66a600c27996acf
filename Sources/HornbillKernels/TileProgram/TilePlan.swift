import Glibc

/// One kernel call of a tile plan. Operands are locations: indices of a thread's table of addresses.
struct TileStep {
    var kernel: TileKernel
    var result: Int32
    var a: Int32
    var b: Int32
    var c: Int32
}

/// An input that is brought into a location for each tile, or once for each thread.
struct TileLoad {
    let input: Int
    let location: Int
    /// Where the elements go unless they can be read in place; -1 if they always can.
    let slot: Int
    let walk: StridedWalk
    /// The input's own memory is used where its elements lie side by side.
    let readsInPlace: Bool
    /// The same in every tile: loaded when a thread starts.
    let isInvariant: Bool
}

/// An output that its location does not reach by itself.
struct TileStore {
    let output: Int
    let location: Int
    let walk: StridedWalk
}

/// A contiguous output, written by the step that computes it.
struct TileTarget {
    let output: Int
    let location: Int
    let elementSize: Int
}

/// An output written while an input is still to be read in place.
struct TileHazard {
    let output: Int
    let input: Int
}

/// A contiguous input, read in place.
struct TileView {
    let input: Int
    let location: Int
    let elementSize: Int
}

/// A tile program lowered to kernel calls on addresses.
final class TilePlan: TileRunner {
    /// The largest tile, in elements.
    static let maxTile = 2048
    /// The memory that the registers of a tile may take, of a first-level cache of 32 KiB.
    static let cacheBytes = 20 << 10

    let hazards: UnsafeBufferPointer<TileHazard>
    private let memory = PlanMemory()
    private let count: Int
    private let tiling: Tiling
    private let threadLoads: UnsafeBufferPointer<TileLoad>
    private let tileLoads: UnsafeBufferPointer<TileLoad>
    private let views: UnsafeBufferPointer<TileView>
    private let stores: UnsafeBufferPointer<TileStore>
    private let targets: UnsafeBufferPointer<TileTarget>
    private let steps: UnsafeBufferPointer<TileStep>
    private let inputCount: Int
    /// The constants' tiles.
    private let constants: UnsafeBufferPointer<UnsafeMutableRawPointer>
    private let slotCount: Int
    private let slotBytes: Int
    private let locationCount: Int
    private let grain: Int

    /// - Parameter staged: the inputs to copy to scratch memory before the first instruction, come what may.
    init(_ source: TileSource, types: [DType], staged: Set<Int>) {
        var lowering = TileLowering(source, types: types, staged: staged, memory: memory)
        lowering.lower()
        count = source.shape.reduce(1, &*)
        let elementSize = lowering.widestElement
        let fitting = TilePlan.cacheBytes / max(1, lowering.slotCount * elementSize) / 64 * 64
        let tiling = Tiling(
            shape: source.shape, operands: source.inputs + source.outputs.map(\.operand),
            maxTile: max(256, min(TilePlan.maxTile, fitting)))
        self.tiling = tiling

        func isInvariant(_ load: TileLoad) -> Bool {
            // With tiles of whole periods, every tile of a periodic input is the same.
            load.isInvariant || (tiling.isFlat && load.walk.period > 0 && tiling.tile % load.walk.period == 0)
        }
        func isView(_ load: TileLoad) -> Bool { load.readsInPlace && load.walk.isContiguous }
        views = memory.table(
            lowering.loads.filter(isView).map {
                TileView(input: $0.input, location: $0.location, elementSize: $0.walk.elementSize)
            })
        threadLoads = memory.table(lowering.loads.filter(isInvariant))
        tileLoads = memory.table(lowering.loads.filter { !isInvariant($0) && !isView($0) })
        stores = memory.table(lowering.stores)
        targets = memory.table(lowering.targets)
        steps = memory.table(lowering.steps)
        hazards = memory.table(lowering.hazards)
        inputCount = source.inputs.count
        slotCount = lowering.slotCount
        slotBytes = (tiling.tile &* elementSize &+ 63) & ~63
        locationCount = lowering.locationCount
        grain = max(1, (1 << 15) / max(1, tiling.tile * lowering.cost))
        let memory = memory
        constants = memory.table(
            source.constants.map { value, dtype in
                let tile = memory.bytes(tiling.tile * dtype.computeType.size)
                fill(dtype.computeType, tile, tiling.tile, rounded(value, to: dtype))
                return tile
            })
    }

    /// Whether some output is at the address of an input that is read after the output is written.
    @inline(__always)
    func hasHazard(_ pointers: UnsafePointer<UnsafeMutableRawPointer>) -> Bool {
        for hazard in hazards where pointers[inputCount &+ hazard.output] == pointers[hazard.input] { return true }
        return false
    }

    func run(_ pointers: UnsafePointer<UnsafeMutableRawPointer>) {
        if count == 0 { return }
        let units = tiling.units
        if units == 1 {
            runUnits(pointers, 0, 1)
        } else {
            Threads.parallel(units, grain: grain) { begin, end in runUnits(pointers, begin, end) }
        }
    }

    private func runUnits(_ pointers: UnsafePointer<UnsafeMutableRawPointer>, _ begin: Int, _ end: Int) {
        let tableBytes = (locationCount &* MemoryLayout<UnsafeMutableRawPointer>.stride &+ 63) & ~63
        Scratch.with(bytes: tableBytes &+ slotCount &* slotBytes) { scratch in
            let table = scratch.assumingMemoryBound(to: UnsafeMutableRawPointer.self)
            let slots = scratch + tableBytes
            // Locations: inputs, constants, slots, outputs.
            var location = inputCount
            for constant in constants {
                table[location] = constant
                location &+= 1
            }
            for i in 0..<slotCount {
                table[location] = slots + i &* slotBytes
                location &+= 1
            }
            let firstSlot = inputCount &+ constants.count
            let longest = min(tiling.tile, count)
            for load in threadLoads {
                let memory = table[firstSlot &+ load.slot]
                load.walk.load(pointers[load.input], 0, longest, memory)
                table[load.location] = memory
            }
            for unit in begin..<end {
                let (start, length) = tiling.unit(unit)
                runTile(pointers, table, firstSlot, start, length)
            }
        }
    }

    @inline(__always)
    private func runTile(
        _ pointers: UnsafePointer<UnsafeMutableRawPointer>, _ table: UnsafeMutablePointer<UnsafeMutableRawPointer>,
        _ firstSlot: Int, _ start: Int, _ length: Int
    ) {
        for view in views { table[view.location] = pointers[view.input] + start &* view.elementSize }
        for load in tileLoads {
            let base = pointers[load.input]
            if load.readsInPlace, let direct = load.walk.direct(base, start, length) {
                table[load.location] = UnsafeMutableRawPointer(mutating: direct)
                continue
            }
            let memory = table[firstSlot &+ load.slot]
            load.walk.load(base, start, length, memory)
            table[load.location] = memory
        }
        for target in targets {
            table[target.location] = pointers[inputCount &+ target.output] + start &* target.elementSize
        }
        for step in steps {
            step.kernel(table[Int(step.result)], table[Int(step.a)], table[Int(step.b)], table[Int(step.c)], length)
        }
        for store in stores {
            store.walk.store(table[store.location], pointers[inputCount &+ store.output], start, length)
        }
    }
}

/// A constant rounded to its dtype, as a double.
private func rounded(_ value: Double, to dtype: DType) -> Double {
    switch dtype {
    case .float16, .bfloat16:
        var narrow: UInt16 = 0
        var wide: Double = 0
        withUnsafePointer(to: value) { castContiguous(from: .float64, to: dtype, src: $0, dst: &narrow, count: 1) }
        withUnsafePointer(to: narrow) { castContiguous(from: dtype, to: .float64, src: $0, dst: &wide, count: 1) }
        return wide
    default:
        return value
    }
}
