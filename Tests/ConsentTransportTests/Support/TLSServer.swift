import Foundation

/// A TLS server on 127.0.0.1 with certificates made for one test run, by the machine's `openssl`.
final class TLSServer {
    /// Which certificate the server shows.
    enum Certificate: String {
        /// For `localhost` and 127.0.0.1, valid today, signed by the test's own authority.
        case valid
        /// The same, but ended yesterday.
        case expired
        /// For another name.
        case otherName
        /// Signed by itself.
        case selfSigned
    }

    static let openssl = ["/usr/bin/openssl", "/usr/local/bin/openssl", "/opt/homebrew/bin/openssl"].first {
        FileManager.default.isExecutableFile(atPath: $0)
    }

    let port: Int
    private let process: Process

    /// Starts a server. `arguments` are further options of `openssl s_server`.
    init(_ certificate: Certificate, from authority: TestAuthority, arguments: [String] = []) throws {
        let name = certificate.rawValue
        process = Process()
        process.executableURL = URL(fileURLWithPath: TLSServer.openssl ?? "")
        process.currentDirectoryURL = authority.folder
        process.arguments =
            ["s_server", "-accept", "127.0.0.1:0", "-www", "-key", "key.pem", "-cert", "\(name).pem"]
            + arguments
        let output = Pipe()
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        port = try TLSServer.port(from: output.fileHandleForReading)
    }

    /// Ends the server. Not by a polite signal: a child of a dispatch thread inherits a mask that blocks it.
    func stop() {
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }

    var url: String { "https://localhost:\(port)/" }

    /// Reads until the server says on which port it accepts connections.
    private static func port(from output: FileHandle) throws -> Int {
        var text = ""
        while true {
            let data = output.availableData
            guard !data.isEmpty else { throw SocketFailure(call: "s_server") }
            text += String(decoding: data, as: UTF8.self)
            let line = text.split(separator: "\n", omittingEmptySubsequences: false).dropLast().last {
                $0.hasPrefix("ACCEPT")
            }
            if let line, let port = line.split(separator: ":").last.flatMap({ Int($0) }) { return port }
        }
    }
}

/// A certificate authority in a folder of its own that lives as long as the test.
final class TestAuthority {
    let folder: URL

    /// The file to trust.
    var caFile: String { folder.appendingPathComponent("ca.pem").path }

    init() throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("tls-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
        try run(["req", "-x509"] + curve + ["-keyout", "ca-key.pem", "-out", "ca.pem", "-subj", "/CN=Test authority"])
        let names = "subjectAltName=DNS:localhost,IP:127.0.0.1"
        try run(["req"] + curve + ["-keyout", "key.pem", "-out", "request.pem", "-subj", "/CN=localhost"])
        try write("names.cnf", names)
        try write("other.cnf", "subjectAltName=DNS:other.example")
        try sign("valid", "names.cnf", days: 2)
        try sign("expired", "names.cnf", days: -1)
        try sign("otherName", "other.cnf", days: 2)
        try run([
            "x509", "-req", "-in", "request.pem", "-signkey", "key.pem", "-extfile", "names.cnf", "-out",
            "selfSigned.pem",
        ])
    }

    deinit {
        try? FileManager.default.removeItem(at: folder)
    }

    private func sign(_ name: String, _ extensions: String, days: Int) throws {
        try run([
            "x509", "-req", "-in", "request.pem", "-CA", "ca.pem", "-CAkey", "ca-key.pem", "-CAcreateserial",
            "-days", "\(days)", "-extfile", extensions, "-out", "\(name).pem",
        ])
    }

    private func write(_ name: String, _ text: String) throws {
        try Data(text.utf8).write(to: folder.appendingPathComponent(name))
    }

    private func run(_ arguments: [String]) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: TLSServer.openssl ?? "")
        process.currentDirectoryURL = folder
        process.arguments = arguments
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw SocketFailure(call: "openssl") }
    }
}
