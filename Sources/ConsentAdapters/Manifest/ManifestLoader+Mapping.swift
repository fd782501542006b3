package import ConsentTranslation
import OptIn

/// The section `mapping`.
extension ManifestLoader {
    /// The default reading of the adapter's keys.
    func mapping(in manifest: YAMLMapping, owners: Set<String>) -> AdapterMapping {
        guard let node = manifest.node("mapping"),
            let section = YAMLMapping(node, "mapping", ManifestLanguage.mapping, sink: sink)
        else { return AdapterMapping(owners: owners) }
        return AdapterMapping(
            owners: owners,
            purposes: PurposeReader.purposes(section, "purposes"),
            categories: CategoryReader(sink: sink).categories(section, "categories")
        )
    }
}

/// Reads maps from a CMP's keys to neutral purposes, as manifests and connections have them.
package enum PurposeReader {
    /// The purposes by key.
    package static func purposes(_ section: YAMLMapping, _ key: String) -> [String: [NeutralPurpose]] {
        var purposes: [String: [NeutralPurpose]] = [:]
        for entry in section.free(key) {
            let nodes: [YAMLNode] =
                if case .list(let elements) = entry.value.content { elements } else { [entry.value] }
            purposes[entry.key] = nodes.compactMap { node in
                section.text(of: node, entry.key).flatMap {
                    section.word($0, at: node.position, entry.key, of: NeutralPurpose.self)
                }
            }
        }
        return purposes
    }
}
