import Foundation

/// A store's file before it is opened: what can be said about it without SQLite.
struct StorePath: Sendable {
    let path: String

    init(_ path: String) {
        self.path = path
    }

    /// The folder that the file is in.
    var folder: String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    var exists: Bool { FileManager.default.fileExists(atPath: path) }

    /// Checks that the folder is there.
    func checkFolder() throws(StoreError) {
        guard FileManager.default.fileExists(atPath: folder) else {
            throw StoreError(.folderMissing, "The store's folder \(folder) does not exist; make it: mkdir -p \(folder)")
        }
        guard Self.isFolder(folder) else {
            throw StoreError(.folderMissing, "\(folder) is a file, so no store can be in it; choose another path")
        }
    }

    /// Checks that the path, if anything is there, is a file.
    func checkFile() throws(StoreError) {
        guard Self.isFolder(path) else { return }
        throw StoreError(.notADatabase, "\(path) is a folder; name the store's file, such as \(path)/consent.db")
    }

    private static func isFolder(_ path: String) -> Bool {
        let resolved = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
        let attributes = try? FileManager.default.attributesOfItem(atPath: resolved)
        return attributes?[.type] as? FileAttributeType == .typeDirectory
    }

    /// Checks that the user may write the file, or may make it.
    func checkWritable() throws(StoreError) {
        if exists, !FileManager.default.isWritableFile(atPath: path) {
            throw StoreError(.readOnly, "The store \(path) is read-only; make it writable for this user")
        }
        // SQLite keeps its log beside the file, so the folder must be writable even where the file is there.
        guard FileManager.default.isWritableFile(atPath: folder) else {
            throw StoreError(.readOnly, "The store's folder \(folder) is read-only; make it writable for this user")
        }
    }

    /// Makes an empty file that only this user can read: a store holds personal data. SQLite gives the files beside
    /// it the same rights. An existing file stays as it is.
    func createPrivately() throws(StoreError) {
        guard !exists else { return }
        do {
            try Data().write(to: URL(fileURLWithPath: path), options: .withoutOverwriting)
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
        } catch {
            guard exists else {
                throw StoreError(.readOnly, "Cannot make the store \(path); make its folder writable for this user")
            }
        }
    }
}
