/// What the laws pass over for one adapter, each with the reason: the manifest's section `tests`.
public struct LawExcuses: Sendable, Hashable {
    /// Kinds of case that the CMP cannot have.
    public let without: [AdapterCase.Kind: String]
    /// Those of the kinds whose reason is taken over from another manifest; a case makes such a reason idle, not wrong.
    public let inherited: Set<AdapterCase.Kind>
    /// Places in the manifest that no case notices. A place stands for everything in it too.
    public let untested: [String: String]

    /// Excuses; none by default.
    public init(
        without: [AdapterCase.Kind: String] = [:],
        inherited: Set<AdapterCase.Kind> = [],
        untested: [String: String] = [:]
    ) {
        self.without = without
        self.inherited = inherited
        self.untested = untested
    }

    /// The place whose excuse covers another one.
    func cover(of place: String) -> String? {
        untested.keys.filter { name in
            place == name || place.hasPrefix(name + ".") || place.hasPrefix(name + "[")
        }.max { $0.count < $1.count }
    }
}

extension LawExcuses {
    /// Reads the section `tests` of a manifest.
    init(in manifest: YAMLMapping) {
        guard let section = manifest.mapping("tests", ManifestLanguage.tests) else {
            self.init()
            return
        }
        var without: [AdapterCase.Kind: String] = [:]
        var inherited: Set<AdapterCase.Kind> = []
        for entry in section.free("without") {
            let kind = section.word(entry.key, at: entry.keyPosition, "without", of: AdapterCase.Kind.self)
            guard let kind else { continue }
            without[kind] = section.text(of: entry.value, entry.key)
            if entry.keyPosition.file != nil { inherited.insert(kind) }
        }
        var untested: [String: String] = [:]
        // What is taken over is tested where it comes from.
        for entry in section.free("untested") where entry.keyPosition.file == nil {
            untested[entry.key] = section.text(of: entry.value, entry.key)
        }
        self.init(without: without, inherited: inherited, untested: untested)
    }
}
