public import ConsentTranslation
import Foundation

/// The adapters at hand: the manifests of a folder and the Swift types that the host registers.
public struct AdapterRegistry: Sendable {
    /// The adapters in the order of their ids.
    public private(set) var adapters: [any ConsentAdapter] = [] {
        didSet { learn() }
    }
    private var index = DetectionIndex([])
    /// Where each id stands among the adapters.
    private var places: [String: Int] = [:]
    /// The manifests that did not load, by folder name.
    public private(set) var broken: [String: DiagnosticsError] = [:]

    /// A registry without adapters.
    public init() {}

    /// The manifests in a folder: each `ID/adapter.yaml`. A manifest with mistakes hides no other.
    ///
    /// - Parameters:
    ///   - folder: the folder.
    ///   - hooks: code that the manifests may refer to.
    public init(folder: String, hooks: AdapterHooks = AdapterHooks()) {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        var adapters: [any ConsentAdapter] = []
        for name in names.sorted() {
            let file = "\(folder)/\(name)/adapter.yaml"
            guard FileManager.default.fileExists(atPath: file) else { continue }
            do {
                adapters.append(try Self.load(file: file, folder: name, hooks: hooks))
            } catch {
                broken[name] = error
            }
        }
        self.adapters = adapters
        learn()
    }

    private mutating func learn() {
        index = DetectionIndex(adapters)
        let places = adapters.enumerated().map { ($0.element.descriptor.id, $0.offset) }
        self.places = Dictionary(places, uniquingKeysWith: { first, _ in first })
    }

    /// Loads one manifest.
    public static func load(
        file: String,
        folder: String? = nil,
        hooks: AdapterHooks = AdapterHooks()
    ) throws(DiagnosticsError) -> ManifestAdapter {
        try ManifestLoader.load(
            try resolved(file: file),
            file: file,
            folder: folder,
            hooks: hooks
        )
    }

    /// The text of a manifest with those that it extends, which stand in folders beside its own.
    static func resolved(file: String) throws(DiagnosticsError) -> ManifestText {
        let folders = URL(fileURLWithPath: file).deletingLastPathComponent().deletingLastPathComponent().relativePath
        return try ManifestText(try text(of: file), file: file) { id in
            guard !id.contains("/"), !id.contains(".") else { return nil }
            let other = "\(folders)/\(id)/adapter.yaml"
            return (try? text(of: other)).map { (text: $0, file: other) }
        }
    }

    private static func text(of file: String) throws(DiagnosticsError) -> String {
        guard let data = FileManager.default.contents(atPath: file) else {
            throw DiagnosticsError(unreadable: file, "The file cannot be read.")
        }
        guard let text = String(validating: data, as: UTF8.self) else {
            throw DiagnosticsError(unreadable: file, "The file is not UTF-8 text.")
        }
        return text
    }

    /// Adds a Swift adapter.
    ///
    /// - Throws: ``AdapterError`` `configuration` where the id is taken: which of the two was meant cannot be known.
    public mutating func register(_ adapter: some ConsentAdapter) throws(AdapterError) {
        let id = adapter.descriptor.id
        guard !adapters.contains(where: { $0.descriptor.id == id }), broken[id] == nil else {
            throw AdapterError(.configuration, "There is an adapter \(id) already; give the new one another id.")
        }
        adapters.append(adapter)
        adapters.sort { $0.descriptor.id < $1.descriptor.id }
    }

    /// The adapter of that id.
    ///
    /// - Throws: ``DiagnosticsError`` where its manifest has mistakes, ``AdapterError`` `unknownAdapter` where there is
    ///   none.
    public func adapter(_ id: String) throws -> any ConsentAdapter {
        if let place = places[id] { return adapters[place] }
        if let error = broken[id] { throw error }
        let ids = adapters.map(\.descriptor.id)
        let guess = YAMLMapping.nearest(id, among: ids).map { " Did you mean \($0)?" } ?? ""
        throw AdapterError(
            .unknownAdapter,
            "There is no adapter \(id).\(guess) There are \(ids.joined(separator: ", "))."
        )
    }

    /// The adapters that a payload fits, the best first; equal scores in the order of ids.
    public func detect(_ item: RawItem) -> [(adapter: any ConsentAdapter, detection: Detection)] {
        Self.ranked(adapters, item)
    }

    /// The adapter that a payload fits best, the first that ``detect(_:)`` gives.
    public func best(for item: RawItem) -> (adapter: any ConsentAdapter, detection: Detection)? {
        let likely = Self.ranked(index.candidates(for: item).map { adapters[$0] }, item).first
        if let likely, likely.detection.score >= DetectionIndex.certain { return likely }
        return detect(item).first
    }

    private static func ranked(
        _ adapters: [any ConsentAdapter],
        _ item: RawItem
    ) -> [(adapter: any ConsentAdapter, detection: Detection)] {
        let found = adapters.compactMap { adapter in
            adapter.detect(item).map { (adapter: adapter, detection: $0) }
        }
        return found.sorted { left, right in
            (-left.detection.score, left.adapter.descriptor.id) < (-right.detection.score, right.adapter.descriptor.id)
        }
    }
}

extension DiagnosticsError {
    /// A file that cannot be read.
    package init(unreadable file: String, _ message: String) {
        self.init(diagnostics: [Diagnostic(code: .unreadable, file: file, line: 0, column: 0, message: message)])
    }
}
