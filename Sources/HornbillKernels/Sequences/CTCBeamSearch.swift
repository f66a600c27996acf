import Glibc

/// The most probable sequences of labels that a sequence of distributions gives, by following the best `width` of them
/// from step to step.
public struct CTCBeamSearch: Sendable {
    private let classes: Int
    private let blank: Int
    private let width: Int

    public init(classes: Int, blank: Int, width: Int) {
        self.classes = classes
        self.blank = blank
        self.width = width
    }

    /// A sequence: the last label and the sequence before it, by position in a list; the first is the empty one.
    private struct Path {
        let parent: Int
        let label: Int
        let length: Int
    }

    /// The logarithms of the probabilities of a sequence that ends in its last label, and in blanks.
    private struct Score {
        var label = -Double.infinity
        var blank = -Double.infinity
        var total: Double { CTCBeamSearch.added(label, blank) }
    }

    private static func added(_ a: Double, _ b: Double) -> Double {
        let most = max(a, b)
        return most == -.infinity ? most : most + log1p(exp(min(a, b) - most))
    }

    private struct Tree {
        var paths = [Path(parent: -1, label: -1, length: 0)]
        private var children: [Int: Int] = [:]
        let classes: Int

        init(classes: Int) { self.classes = classes }

        mutating func child(_ parent: Int, _ label: Int) -> Int {
            let key = parent &* classes &+ label
            if let known = children[key] { return known }
            paths.append(Path(parent: parent, label: label, length: paths[parent].length + 1))
            children[key] = paths.count - 1
            return paths.count - 1
        }

        func labels(_ path: Int) -> [Int] {
            var result: [Int] = [], at = path
            while at > 0 {
                result.append(paths[at].label)
                at = paths[at].parent
            }
            return result.reversed()
        }
    }

    /// The best sequences and their logarithms, the best first; fewer than `count` if there are no more.
    ///
    /// - Parameter logarithms: (steps, classes), of which `steps` count.
    public func best<T: BinaryFloatingPoint>(
        _ count: Int, _ logarithms: UnsafePointer<T>, steps: Int
    ) -> [(labels: [Int], logarithm: Double)] {
        var tree = Tree(classes: classes)
        // Of equal scores, lower classes win.
        let first = (0 ..< classes).sorted {
            (logarithms[$0], $1) > (logarithms[$1], $0)
        }.prefix(width)
        var beams: [Int: Score] = [:]
        for label in first {
            let score = Double(logarithms[label])
            if label == blank {
                beams[0, default: Score()].blank = score
            } else {
                beams[tree.child(0, label)] = Score(label: score)
            }
        }
        for step in 1 ..< max(1, steps) {
            let row = logarithms + step * classes
            var next: [Int: Score] = [:]
            for (path, score) in beams {
                let last = tree.paths[path].label, total = score.total
                let silent = CTCBeamSearch.added(next[path]?.blank ?? -.infinity, total + Double(row[blank]))
                next[path, default: Score()].blank = silent
                for label in 0 ..< classes where label != blank {
                    let gain = Double(row[label])
                    // A label that follows itself goes on, unless a blank was between.
                    if label == last {
                        add(score.label + gain, to: path, &next)
                        add(score.blank + gain, to: tree.child(path, label), &next)
                    } else {
                        add(total + gain, to: tree.child(path, label), &next)
                    }
                }
            }
            beams = next
            if next.count > width {
                beams = Dictionary(uniqueKeysWithValues: ordered(next, tree).prefix(width).map { ($0, next[$0] ?? Score()) })
            }
        }
        return ordered(beams, tree).prefix(count).map { (tree.labels($0), beams[$0]?.total ?? -.infinity) }
    }

    private func add(_ score: Double, to path: Int, _ beams: inout [Int: Score]) {
        let sum = CTCBeamSearch.added(beams[path]?.label ?? -.infinity, score)
        beams[path, default: Score()].label = sum
    }

    /// The best sequences first; of equal ones that with lower classes, and the longer one.
    private func ordered(_ beams: [Int: Score], _ tree: Tree) -> [Int] {
        let scored = beams.map { (path: $0.key, score: $0.value.total) }
        return scored.sorted { one, other in
            if one.score != other.score { return one.score > other.score }
            let (a, b) = (tree.labels(one.path), tree.labels(other.path))
            for (left, right) in zip(a, b) where left != right { return left < right }
            return a.count > b.count
        }.map(\.path)
    }
}
