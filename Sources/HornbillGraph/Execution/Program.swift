import HornbillTensor
import Synchronization

/// A compiled graph: a flat list of kernel calls, and a plan of the memory they need.
///
/// A program is immutable and may be used from several threads; what runs is an instance of it, which has memory of its
/// own. Variables belong to the program's users and are shared by all instances.
public final class Program: CustomStringConvertible {
    public let name: String
    public let inputs: [TensorSpec]
    public let outputs: [TensorSpec]
    let steps: [Step]
    let constants: [Tensor]
    let variables: [Variable]
    let arrangements: [(any PhysicalLayout)?]
    let plan: MemoryPlan
    /// The bytes behind the temporaries that steps use in turn for their own purposes; each lane has as many.
    let scratchBytes: Int

    /// Whether numbers without full precision count as zeros.
    let flushesSubnormals: Bool
    let schedule: Schedule

    /// The only step, if it needs nothing but inputs, outputs and constants, and no binding.
    let lone: LoneStep?
    /// Of inputs and outputs.
    let operandBytes: Int

    private let idle = Mutex<[ProgramInstance]>([])
    /// Those that run where the caller's tensors lie.
    let idleInPlace = Mutex<[InPlaceInstance]>([])

    /// Compiles `graph`: runs the passes, lowers what is left, plans the memory.
    public convenience init(_ graph: Graph, name: String, flushesSubnormals: Bool = false) throws {
        try self.init(graph, name: name, flushesSubnormals: flushesSubnormals, passes: Program.passes)
    }

    /// As above with passes of one's choice, so that tests can leave some out.
    init(_ graph: Graph, name: String, flushesSubnormals: Bool = false, passes: [Pass]) throws {
        self.name = name
        self.flushesSubnormals = flushesSubnormals
        inputs = graph.placeholders.map(\.spec)
        outputs = graph.results.map(\.spec)
        let lowering = try Lowering(try passes.reduce(graph) { try $1($0) })
        variables = lowering.variables
        arrangements = lowering.variableArrangements
        constants = lowering.constants
        let shared = ReuseInPlace(Schedule.arranged(lowering.steps), temporaryBytes: lowering.temporaryBytes)
        steps = shared.steps
        var lives = shared.lives
        Schedule.separate(&lives, steps)
        plan = MemoryPlan(lives)
        scratchBytes = MemoryPlan.rounded(steps.map { $0.scratch == nil ? $0.kernel.scratchBytes : 0 }.max() ?? 0)
        schedule = Schedule(steps, plan)
        lone = flushesSubnormals || !variables.isEmpty ? nil : try LoneStep(steps, constants)
        operandBytes = (inputs + outputs).reduce(0) { $0 + $1.byteCount }
    }

    typealias Pass = (Graph) throws -> Graph

    /// The passes, in order. Each keeps what the graph computes.
    static let passes: [Pass] = [
        FoldConstants.run, Simplify.run, ShareCommonSubexpressions.run, FuseDense.run, FuseElementwise.run,
    ]

    /// An instance nobody else uses, new or from those given back.
    public func acquire() throws -> ProgramInstance {
        if let instance = idle.withLock({ $0.popLast() }) { return instance }
        return try ProgramInstance(self)
    }

    /// Gives an instance back for others to acquire.
    public func release(_ instance: ProgramInstance) {
        idle.withLock { $0.append(instance) }
    }

    /// Floating-point operations of one run, as far as kernels count them.
    public var flops: Double { steps.reduce(0) { $0 + $1.kernel.flops } }

    /// The memory an instance needs besides inputs, outputs and variables.
    public var arenaBytes: Int { plan.byteCount + schedule.laneCount * scratchBytes }
}
