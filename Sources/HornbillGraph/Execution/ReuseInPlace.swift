import HornbillTensor

/// Lets a step write its result over an operand that nobody reads afterwards, where its kernel allows it, and finds how
/// long each temporary lives.
struct ReuseInPlace {
    private(set) var steps: [Step]
    private(set) var lives: [MemoryPlan.Life]

    init(_ steps: [Step], temporaryBytes: [Int]) {
        self.steps = steps
        lives = temporaryBytes.map { MemoryPlan.Life(byteCount: $0, first: .max, last: -1) }
        for (index, step) in steps.enumerated() {
            for place in step.places {
                guard case .temporary(let number) = place.buffer else { continue }
                lives[number].first = min(lives[number].first, index)
                lives[number].last = max(lives[number].last, index)
            }
        }
        for index in steps.indices { reuse(in: index) }
        // Temporaries that became inputs' memory, outputs or variables need none of their own.
        for number in lives.indices where lives[number].last < 0 {
            lives[number] = MemoryPlan.Life(byteCount: 0, first: 0, last: 0)
        }
    }

    private mutating func reuse(in index: Int) {
        guard let output = steps[index].outputs.first, case .temporary(let result) = output.buffer,
            lives[result].first == index, output.offset == 0
        else { return }
        for candidate in steps[index].kernel.inPlaceInputs {
            let input = steps[index].inputs[candidate]
            guard case .temporary(let operand) = input.buffer, operand != result, lives[operand].last == index,
                input.offset == 0, lives[operand].byteCount == lives[result].byteCount,
                // Another view of the same memory would be read at other places than it is written.
                steps[index].inputs.indices.allSatisfy({
                    $0 == candidate || steps[index].inputs[$0].buffer != input.buffer
                })
            else { continue }
            lives[operand].last = lives[result].last
            for later in index ..< steps.count {
                for position in steps[later].inputs.indices where steps[later].inputs[position].buffer == output.buffer {
                    steps[later].inputs[position].buffer = input.buffer
                }
                for position in steps[later].outputs.indices
                where steps[later].outputs[position].buffer == output.buffer {
                    steps[later].outputs[position].buffer = input.buffer
                }
            }
            lives[result] = MemoryPlan.Life(byteCount: 0, first: 0, last: 0)
            return
        }
    }
}
