import Hornbill
import Testing

@Suite("Subscripts")
struct SubscriptTests {
    let table: Tensor = [[0, 1, 2, 3], [4, 5, 6, 7], [8, 9, 10, 11]]

    @Test("integers, ranges, whole axes, new axes and an ellipsis select as in NumPy")
    func reading() throws {
        #expect(try table[1] == [4, 5, 6, 7])
        #expect(try table[1, 2].item() == 6)
        #expect(try table[-1, -1].item() == 11)
        #expect(try table[0 ..< 2, 1 ... 2] == [[1, 2], [5, 6]])
        #expect(try table[1..., ..<2] == [[4, 5], [8, 9]])
        #expect(try table[.all, 1] == [1, 5, 9])
        #expect(try table[.ellipsis, 0] == [0, 4, 8])
        #expect(try table[.newAxis, 0].shape == [1, 4])
        #expect(try table[.slice(step: -1), 0] == [8, 4, 0])
        #expect(try table[.all, .slice(start: 1, step: 2)] == [[1, 3], [5, 7], [9, 11]])
    }

    @Test("tensors of integers take, masks filter")
    func fancy() throws {
        #expect(try table[[0, 2] as Tensor] == [[0, 1, 2, 3], [8, 9, 10, 11]])
        #expect(try table[.all, [3, 0] as Tensor] == [[3, 0], [7, 4], [11, 8]])
        #expect(try table[table .> 8] == [9, 10, 11])
    }

    @Test("assignment through a subscript changes this value alone")
    func assignment() throws {
        var t = table
        let before = t, row = try t[1]
        t[1, 2] = 60
        #expect(try t[1, 2].item() == 60)
        #expect(try before[1, 2].item() == 6 && row[2].item() == 6)
        t[0] = [9, 8, 7, 6]
        t[.all, 0] = -1
        t[2, 1...] = try t[0, 1...]
        #expect(t == [[-1, 8, 7, 6], [-1, 5, 60, 7], [-1, 8, 7, 6]])
        t[try t .< 0] = 0
        #expect(try t[.all, 0] == [0, 0, 0])
        try t[1] *= 2
        #expect(try t[1] == [0, 10, 120, 14])
        #expect(table == before)
    }

    @Test("a value is cast to the tensor's dtype")
    func casts() throws {
        var t = try Tensor([1, 2, 3] as [Float])
        t[0] = 7
        #expect(t.dtype == .float32 && t == [7, 2, 3])
        try t.assign(0.5, at: 1...)
        #expect(t == [7, 0.5, 0.5])
    }

    @Test("a large tensor that nobody shares is not copied for an assignment")
    func inPlace() throws {
        var t = try Tensor.zeros([1000, 1000])
        let address = try t.pointer()
        t[3, 4] = 1
        try t.assign(2, at: 5)
        #expect(try t.pointer() == address)
    }

    @Test("an item out of range, one too many, a mask that does not fit and a zero step throw")
    func badItems() throws {
        #expect(kind { try table[3] } == .indexOutOfRange)
        #expect(message { try table[0, 4] } == "index 4 is out of bounds for axis 1 with size 4")
        #expect(kind { try table[0, 0, 0] } == .indexOutOfRange)
        #expect(kind { try table[[true, false] as Tensor] } == .indexOutOfRange)
        #expect(kind { try table[[0.5] as Tensor] } == .indexOutOfRange)
        #expect(kind { try table[[0, 3] as Tensor] } == .indexOutOfRange)
        #expect(kind { try table[.slice(step: 0)] } == .invalidArgument)
        #expect(kind { try table[.ellipsis, .ellipsis] } == .indexOutOfRange)
    }

    @Test("an assignment that throws leaves the tensor as it was")
    func badAssignments() throws {
        var t = table
        #expect(kind { try t.assign(1, at: 3) } == .indexOutOfRange)
        #expect(kind { try t.assign([1, 2, 3], at: 0) } == .shapeMismatch)
        #expect(kind { try t.assign([1, 2], at: t .> 8) } == .shapeMismatch)
        #expect(t == table)
        try t.assign(1, at: 0, 0)
        #expect(try t[0, 0].item() == 1)
    }
}
