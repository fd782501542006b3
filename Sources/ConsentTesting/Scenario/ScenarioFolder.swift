import Foundation

/// The folder of a scenario: the files that a scenario may name are those beside it.
struct ScenarioFolder: Sendable {
    /// The folder's path as the caller wrote it; empty for the working folder.
    let path: String

    /// The folder that a file is in.
    init(of file: String) {
        path = file.lastIndex(of: "/").map { String(file[...$0]) } ?? ""
    }

    /// The path of the file that a node names.
    func path(of node: ScenarioNode, _ what: String) throws(ScenarioError) -> String {
        let name = try node.text(what)
        guard !name.contains("/"), !name.contains("\\"), !name.hasPrefix(".") else {
            throw node.error(.badValue, "\(what) must be the name of a file in the same folder")
        }
        return path + name
    }

    /// The content of a file, if it is not longer than a limit; `owner` is where errors point to.
    static func read(
        _ file: String,
        limit: Int,
        or failure: (ScenarioError.Code, String) -> ScenarioError
    ) throws(ScenarioError) -> Data {
        let attributes = try? FileManager.default.attributesOfItem(atPath: file)
        guard let attributes, let size = attributes[.size] as? Int else {
            throw failure(.unreadable, "the file \(file) cannot be read; does it exist?")
        }
        guard size <= limit else {
            throw failure(.tooLarge, "the file \(file) has \(size) bytes; at most \(limit) are read")
        }
        guard let data = FileManager.default.contents(atPath: file), data.count <= limit else {
            throw failure(.unreadable, "the file \(file) cannot be read; look at its permissions")
        }
        return data
    }
}
