public import ConsentAdapters
public import ConsentTranslation

extension SyncEngine {
    /// How each adapter's keys are read: its own mapping, and the mapping of the account over it.
    public static func mappings(_ registry: AdapterRegistry, _ jobs: [JobFile.Job]) -> [String: AdapterMapping] {
        var mappings = Dictionary(
            registry.adapters.map { ($0.descriptor.id, $0.mapping) },
            uniquingKeysWith: { first, _ in first }
        )
        for job in jobs {
            mappings[job.adapter]?.purposes.merge(job.connection.purposes) { _, own in own }
        }
        return mappings
    }
}
