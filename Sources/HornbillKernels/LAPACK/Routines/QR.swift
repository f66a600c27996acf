/// What is wanted of a QR factorisation.
enum QRParts {
    case reduced
    case complete
    case triangle
    case reflectors
}

extension LinearKernelMaker {
    func qr(_ a: MatrixStack, _ parts: QRParts) throws -> LinearKernel {
        let (m, n) = (a.rows, a.columns), k = min(m, n)
        // The columns of q, which are the rows of r.
        let width = parts == .complete ? m : k
        try requireCountable(m, n)
        try requireCountable(m, width)
        let hasQ = parts == .reduced || parts == .complete
        let (geqrf, orgqr) = (routines.geqrf, routines.orgqr)

        var unused = Scalar.zero, alsoUnused = unused, factorLength = Scalar.one, reflectorLength = Scalar.one
        var rows = LapackInt(m), columns = LapackInt(n), count = LapackInt(k), wide = LapackInt(width)
        var leading = LapackInt(max(1, m)), query: LapackInt = -1, info: LapackInt = 0
        geqrf(&rows, &columns, &unused, &leading, &alsoUnused, &factorLength, &query, &info)
        if hasQ { orgqr(&rows, &wide, &count, &unused, &leading, &alsoUnused, &reflectorLength, &query, &info) }
        let length = max(1, n, width, factorLength.workLength, reflectorLength.workLength)

        var memory = WorkMemory()
        let factors = memory.take(Scalar.self, m * max(n, width)), scales = memory.take(Scalar.self, k)
        let room = memory.take(Scalar.self, length)
        return kernel(
            operations: 2 * Double(m) * Double(n + (hasQ ? width : 0)) * Double(k), memory, failure: ""
        ) { index, pointers, work in
            let matrix = factors(work)
            a.pack(index, of: pointers[0], into: matrix, leading: m)
            var tau = scales(work)
            if parts == .reflectors { tau = pointers[2].assumingMemoryBound(to: Scalar.self) + index * k }
            var rows = LapackInt(m), columns = LapackInt(n), leading = LapackInt(max(1, m)), info: LapackInt = 0
            var size = LapackInt(clamping: length)
            geqrf(&rows, &columns, matrix, &leading, tau, room(work), &size, &info)
            if parts == .reflectors {
                // Column-major is the transposed matrix, which NumPy gives too.
                (pointers[1].assumingMemoryBound(to: Scalar.self) + index * m * n).update(from: matrix, count: m * n)
                return true
            }
            let r = pointers[hasQ ? 2 : 1].assumingMemoryBound(to: Scalar.self) + index * width * n
            unpack(matrix, leading: m, rows: width, columns: n, to: r)
            for row in 1 ..< max(1, width) { (r + row &* n).update(repeating: .zero, count: min(row, n)) }
            if hasQ {
                var count = LapackInt(k), wide = LapackInt(width)
                orgqr(&rows, &wide, &count, matrix, &leading, tau, room(work), &size, &info)
                unpack(
                    matrix, leading: m, rows: m, columns: width,
                    to: pointers[1].assumingMemoryBound(to: Scalar.self) + index * m * width)
            }
            return true
        }
    }
}
