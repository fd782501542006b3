import ConsentTranslation

/// Which adapters are worth asking about a payload, by the names that it has.
///
/// With fifty adapters at hand, asking all of them about every line of a file would cost several times what the
/// translation itself does.
struct DetectionIndex: Sendable {
    /// Positions of the adapters that need a cookie or key of this name.
    private let byName: [String: [Int]]
    /// Positions of those that can fit a payload whatever its names are: by a pattern, by its members or columns, or,
    /// for a Swift type, in a way that cannot be known.
    private let always: [Int]

    /// A score that no bare text reaches, so that adapters which could fit by their text alone need not be asked.
    static let certain = 90

    init(_ adapters: [any ConsentAdapter]) {
        var byName: [String: [Int]] = [:]
        var always: [Int] = []
        for (position, adapter) in adapters.enumerated() {
            guard let inputs = (adapter as? ManifestAdapter)?.program.inputs else {
                always.append(position)
                continue
            }
            var isAlways = false
            for input in inputs {
                switch input {
                case .text: break
                case .item, .rows, .message: isAlways = true
                case .stored:
                    if let name = input.indexName {
                        byName[name, default: []].append(position)
                    } else {
                        isAlways = true
                    }
                }
            }
            if isAlways { always.append(position) }
        }
        self.byName = byName
        self.always = always
    }

    /// The positions of the adapters that a payload's names speak for, each once.
    func candidates(for item: RawItem) -> [Int] {
        Array(Set(always + item.storedNames.flatMap { byName[$0] ?? [] }))
    }
}
