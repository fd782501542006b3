@testable import ConsentTransport

extension LoopbackServer.Step {
    /// A whole answer with a length.
    static func answer(_ status: Int = 200, _ headers: [String] = [], _ body: String = "") -> LoopbackServer.Step {
        .send(bytes(status, headers + ["Content-Length: \(body.utf8.count)"], Array(body.utf8)))
    }

    /// The beginning of an answer: status line, header lines and what there is of a body.
    static func begin(_ status: Int = 200, _ headers: [String] = [], _ body: [UInt8] = []) -> LoopbackServer.Step {
        .send(bytes(status, headers, body))
    }

    /// Plain text.
    static func text(_ text: String) -> LoopbackServer.Step { .send(Array(text.utf8)) }

    private static func bytes(_ status: Int, _ headers: [String], _ body: [UInt8]) -> [UInt8] {
        let lines = ["HTTP/1.1 \(status) Status"] + headers
        return Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8) + body
    }
}

/// Limits that no loaded machine reaches, for tests in which something hangs or a connection waits for its next use.
let patientLimits: TransportLimits = {
    let hour = Duration.seconds(3_600)
    var limits = TransportLimits()
    limits.firstByteTimeout = hour
    limits.totalTimeout = hour
    limits.lowSpeedTime = hour
    limits.maxConnectionAge = hour
    limits.maxConnectionIdle = hour
    return limits
}()

/// A client for a loopback server.
func loopbackClient(
    hosts: [String] = ["127.0.0.1"],
    limits: TransportLimits = TransportLimits(),
    proxy: String? = nil,
    resolved: [String] = []
) throws -> CurlClient {
    var options = CurlClient.Options(
        policy: TransportPolicy(allowedHosts: hosts.compactMap { HostPattern($0) }, insecureTest: true)
    )
    options.limits = limits
    options.proxy = proxy
    options.resolved = resolved
    return try CurlClient(options: options)
}

extension HTTPSender {
    /// The error of an exchange that must fail; nil if it did not.
    func failure(_ request: HTTPRequest) async -> TransportError? {
        do throws(TransportError) {
            _ = try await send(request)
            return nil
        } catch {
            return error
        }
    }

    /// The error of a streamed exchange that must fail before its body or in it; nil if it did not.
    func streamFailure(_ request: HTTPRequest) async -> TransportError? {
        do throws(TransportError) {
            for try await _ in try await open(request).body {}
            return nil
        } catch {
            return error
        }
    }
}

extension HTTPResponse {
    var text: String { String(decoding: body, as: UTF8.self) }
}
