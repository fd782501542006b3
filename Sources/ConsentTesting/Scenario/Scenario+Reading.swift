public import ConsentAdapters

extension Scenario {
    /// Reads a scenario file and whatever it names.
    ///
    /// - Throws: `DiagnosticsError` with every mistake of the file, or of the one that it extends.
    public init(contentsOf path: String) throws(DiagnosticsError) {
        try self.init(try ScenarioFile(contentsOf: path))
    }

    /// Reads the text of a scenario. `file` is its name in messages, and says where the files are that it names.
    ///
    /// - Throws: `DiagnosticsError` with every mistake of the text, or of the file that it extends.
    public init(yaml: String, file: String) throws(DiagnosticsError) {
        try self.init(try ScenarioFile(yaml: yaml, file: file))
    }

    private init(_ file: ScenarioFile) throws(DiagnosticsError) {
        let extended = try file.extended()
        /// The file that a key is read from: a key that is written here replaces the same one there.
        func holder(of key: String) -> ScenarioFile {
            guard let extended, file.top.node(key) == nil, extended.top.node(key) != nil else { return file }
            return extended
        }
        let name = file.top.requiredText("scenario")
        let about = file.top.requiredText("about")
        let collections = holder(of: "collections").collections()
        let routes = holder(of: "routes").routes(servingFrom: collections.map { Set($0.keys) })
        let faults = holder(of: "faults").faults(on: routes)
        // What is wrong there may be what seems to be wrong here.
        try extended?.sink.throwIfAny()
        try file.sink.throwIfAny()
        self.init(
            name: name ?? "",
            about: about ?? "",
            routes: routes ?? [],
            faults: faults,
            collections: collections ?? [:]
        )
    }
}
