import ArgumentParser
import ConsentSync
import ConsentTranslation
import Foundation

/// Which store a command looks into.
struct StoreOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The job file that names the store.", valueName: "file"))
    var jobs: String = "bridge.yaml"

    @Option(help: ArgumentHelp("The store itself, instead of the job file's.", valueName: "file"))
    var store: String?

    /// The store's path.
    func path() throws -> String {
        if let store { return store }
        return try JobFile(contentsOf: jobs).store
    }

    /// The store, to look into.
    func open() throws -> SQLiteStore {
        try SQLiteStore(path: try path(), mode: .readOnly)
    }

    /// The job file, where there is one; commands that only read need no credentials.
    func jobFile(environment: [String: String]? = nil) throws -> JobFile? {
        guard FileManager.default.fileExists(atPath: jobs) else { return nil }
        return try JobFile(contentsOf: jobs, environment: environment)
    }
}
