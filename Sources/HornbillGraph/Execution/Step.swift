import HornbillTensor

/// Where the memory of an operand comes from.
enum Buffer: Hashable {
    /// A temporary of the program, by its number.
    case temporary(Int)
    case input(Int)
    case output(Int)
    /// By their positions in the program's lists.
    case constant(Int)
    case variable(Int)
}

/// A value while it is lowered: which buffer it lies in, and how.
struct Place {
    var buffer: Buffer
    /// In bytes.
    var offset = 0
    var layout: Layout
    /// Set if the buffer is arranged in another way than `layout` says.
    var arrangement: (any PhysicalLayout)?

    var byteCount: Int { arrangement?.byteCount ?? layout.count * layout.dtype.size }
}

/// One kernel call of a program.
struct Step {
    var name: String
    var kernel: Kernel
    var inputs: [Place]
    var outputs: [Place]
    /// Memory for the step's own purposes that several threads use, if its kernel wants any. Other kernels' is that of the
    /// thread.
    var scratch: Place?
}

extension Step {
    /// Of operands, results and scratch memory, in the order of the kernel's pointers.
    var places: [Place] { inputs + outputs + (scratch.map { [$0] } ?? []) }

    /// Of operands and results.
    var byteCount: Int { (inputs + outputs).reduce(0) { $0 + $1.byteCount } }

    /// A step that copies `source` to `target`, between arrangements if they differ.
    static func copy(_ source: Place, to target: Place) -> Step {
        let kernel: Kernel
        let name: String
        switch (source.arrangement, target.arrangement) {
        case (nil, let arrangement?):
            name = "pack"
            kernel = .direct(detail: arrangement.description) { try arrangement.pack(from: $0[0], to: $0[1]) }
        case (let arrangement?, nil):
            name = "unpack"
            kernel = .direct(detail: arrangement.description) { try arrangement.unpack(from: $0[0], to: $0[1]) }
        case (let arrangement?, _?):
            // Only ever between equal arrangements: lowering unpacks what differs.
            name = "copy"
            kernel = .direct { $0[1].copyMemory(from: $0[0], byteCount: arrangement.byteCount) }
        case (nil, nil):
            name = "copy"
            let layout = source.layout
            let strides = Strides.contiguous(layout.shape)
            kernel = Kernel.direct {
                copyStrided(
                    dtypeSize: layout.dtype.size, shape: layout.shape, srcStrides: layout.strides,
                    dstStrides: strides, src: $0[0], dst: $0[1])
            }.nesting()
        }
        return Step(name: name, kernel: kernel, inputs: [source], outputs: [target])
    }
}
