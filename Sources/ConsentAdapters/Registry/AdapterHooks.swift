public import ConsentTranslation

/// Code that manifests may refer to by name, slot by slot.
///
/// Nothing is found by itself: the embedding program registers its hooks and hands them to ``AdapterRegistry``. A hook
/// is a pure function and has no network and no files.
public struct AdapterHooks: Sendable {
    /// A record's last look: it may take grants away, never add one.
    public typealias RecordHook = @Sendable (ConsentRecord) throws(TranslationError) -> ConsentRecord

    private(set) var decode: [String: DecodeHook] = [:]
    private(set) var record: [String: RecordHook] = [:]

    /// No hooks.
    public init() {}

    /// Registers a decode step.
    ///
    /// - Parameters:
    ///   - name: the name that manifests write.
    ///   - version: changes whenever the code decides otherwise.
    /// - Throws: ``AdapterError`` `configuration` where the name is taken.
    public mutating func registerDecode(
        _ name: String,
        version: String,
        run: @escaping @Sendable (Value) throws(TranslationError) -> Value
    ) throws(AdapterError) {
        guard decode[name] == nil else { throw Self.taken("decode", name) }
        decode[name] = DecodeHook(identity: "\(name) \(version)", run: run)
    }

    /// Registers a last look at records.
    ///
    /// - Throws: ``AdapterError`` `configuration` where the name is taken.
    public mutating func registerRecord(_ name: String, run: @escaping RecordHook) throws(AdapterError) {
        guard record[name] == nil else { throw Self.taken("record", name) }
        record[name] = run
    }

    private static func taken(_ slot: String, _ name: String) -> AdapterError {
        AdapterError(.configuration, "There is a \(slot) hook \(name) already; give the new one another name.")
    }

    /// What is said about a hook that is not registered.
    func unknown(_ slot: String, _ name: String, _ names: some Sequence<String>) -> String {
        let known = names.sorted()
        let have = known.isEmpty ? "none is" : "registered are \(known.joined(separator: ", "))"
        return "There is no \(slot) hook \(name): \(have). The embedding program registers hooks; see AdapterHooks."
    }
}
