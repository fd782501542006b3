import ConsentTranslation
import Foundation

/// Looks over the files of an adapter: everything wrong with its manifest and its cases, and what is likely forgotten.
public struct AdapterLint: Sendable {
    private let hooks: AdapterHooks
    /// Whether places of the manifest that no case notices are told too, which takes a few seconds.
    private let isStrict: Bool

    /// A lint.
    ///
    /// - Parameters:
    ///   - hooks: code that manifests may refer to.
    ///   - isStrict: whether untested places are told too.
    public init(hooks: AdapterHooks = AdapterHooks(), isStrict: Bool = false) {
        self.hooks = hooks
        self.isStrict = isStrict
    }

    /// What is wrong in the folder of an adapter, in the order of its files.
    public func diagnostics(folder: String) -> [Diagnostic] {
        var diagnostics: [Diagnostic] = []
        var cases: [AdapterCase] = []
        for file in AdapterCase.files(in: "\(folder)/cases") {
            do throws(DiagnosticsError) {
                cases.append(
                    try AdapterCase(try AdapterCase.text(of: file), name: AdapterCase.name(of: file), file: file)
                )
            } catch {
                diagnostics += error.diagnostics
            }
        }
        let file = "\(folder)/adapter.yaml"
        let name = folder.split(separator: "/").last.map(String.init)
        do throws(DiagnosticsError) {
            let adapter = try AdapterRegistry.load(file: file, folder: name, hooks: hooks)
            let isComplete = diagnostics.isEmpty
            return warnings(adapter, cases, folder: folder, isComplete: isComplete) + diagnostics
        } catch {
            return error.diagnostics + diagnostics
        }
    }

    /// What is wrong in one file: a manifest, or a case in a folder `cases`.
    public func diagnostics(file: String) -> [Diagnostic] {
        do throws(DiagnosticsError) {
            let url = URL(fileURLWithPath: file)
            if url.deletingLastPathComponent().lastPathComponent == "cases" {
                _ = try AdapterCase(try AdapterCase.text(of: file), name: AdapterCase.name(of: file), file: file)
            } else {
                let folder = url.deletingLastPathComponent().lastPathComponent
                _ = try AdapterRegistry.load(
                    file: file,
                    folder: url.lastPathComponent == "adapter.yaml" ? folder : nil,
                    hooks: hooks
                )
            }
            return []
        } catch {
            return error.diagnostics
        }
    }

    private func warnings(
        _ adapter: ManifestAdapter,
        _ cases: [AdapterCase],
        folder: String,
        isComplete: Bool
    ) -> [Diagnostic] {
        let file = adapter.tree.file
        let warn = { (code: Diagnostic.Code, position: YAMLNode.Position?, message: String) in
            Diagnostic(
                code: code,
                file: file,
                line: position?.line ?? 0,
                column: position?.column ?? 0,
                message: message
            )
        }
        var warnings: [Diagnostic] = []
        let laws = AdapterLaws(adapter, cases: cases)
        if isComplete {
            for breach in laws.breaches(of: .kinds, effort: .quick) {
                warnings.append(warn(.missingKind, nil, "\(breach.message). \(Law.kinds.cure)"))
            }
            warnings += idleKeys(adapter, cases).map { key in
                warn(.idleMapping, adapter.tree.position(["mapping", "purposes", key]), "No case has the key \(key).")
            }
        }
        if isStrict {
            for place in laws.untestedPlaces {
                let position = YAMLNode.Position(line: place.line, column: place.column)
                warnings.append(warn(.untestedPlace, position, "\(place.name): \(place.message). \(Law.mutation.cure)"))
            }
            for place in laws.idleExcuses {
                let position = adapter.tree.position(["tests", "untested", place])
                warnings.append(warn(.idleExcuse, position, "\(place) is tested or is not there; take the excuse out."))
            }
        }
        let readme = (try? String(contentsOfFile: "\(folder)/README.md", encoding: .utf8)) ?? ""
        if isComplete, readme != AdapterDescription(adapter, cases: cases).markdown {
            let id = adapter.descriptor.id
            let message =
                "README.md is not up to date; write it with: adapter describe \(id) --markdown > \(folder)/README.md"
            warnings.append(warn(.outdatedREADME, nil, message))
        }
        return warnings.sorted { ($0.line, $0.column) < ($1.line, $1.column) }
    }

    /// Keys of the mapping that are neither the key nor the label of a decision of any case.
    private func idleKeys(_ adapter: ManifestAdapter, _ cases: [AdapterCase]) -> [String] {
        var names: Set<String> = []
        for item in cases {
            let records = (try? adapter.decode(RawItem(text: item.payload))) ?? []
            for decision in records.flatMap(\.decisions) {
                names.insert(decision.key)
                if let label = decision.label { names.insert(label) }
            }
        }
        return adapter.mapping.purposes.keys.filter { key in
            key.hasSuffix("*") ? !names.contains { $0.hasPrefix(key.dropLast()) } : !names.contains(key)
        }.sorted()
    }
}

extension ManifestTree {
    /// Where a key stands, by the keys that lead to it.
    fileprivate func position(_ keys: [String]) -> YAMLNode.Position? {
        var node = root
        var position: YAMLNode.Position?
        for key in keys {
            guard case .mapping(let entries) = node.content, let entry = entries.first(where: { $0.key == key }) else {
                return position
            }
            position = entry.keyPosition
            node = entry.value
        }
        return position
    }
}
