import ConsentTransport
import Foundation
import Testing

@Suite("TLS", .enabled(if: TLSServer.openssl != nil, "needs the openssl command"))
struct TLSTests {
    private func client(caFile: String?) throws -> CurlClient {
        let pattern = try #require(HostPattern("localhost"))
        var options = CurlClient.Options(policy: TransportPolicy(allowedHosts: [pattern], insecureTest: true))
        options.caFile = caFile
        return try CurlClient(options: options)
    }

    private func exchange(
        _ certificate: TLSServer.Certificate,
        trusts: Bool = true,
        arguments: [String] = []
    ) async throws -> (status: Int?, error: TransportError?) {
        let authority = try TestAuthority()
        let server = try TLSServer(certificate, from: authority, arguments: arguments)
        defer { server.stop() }
        let client = try client(caFile: trusts ? authority.caFile : nil)
        do throws(TransportError) {
            return (try await client.send(HTTPRequest(.get, server.url)).status, nil)
        } catch {
            return (nil, error)
        }
    }

    @Test("a certificate of the named authority for the right name is accepted")
    func valid() async throws {
        let result = try await exchange(.valid)
        #expect(result.status == 200)
    }

    static let badCertificates: [(TLSServer.Certificate, Bool, String)] = [
        (.valid, false, "unknown authority"), (.expired, true, "expired"),
        (.otherName, true, "not valid for this name"),
        (.selfSigned, true, "self-signed"),
    ]

    @Test("any other certificate is refused with its own reason, also in a test policy", arguments: badCertificates)
    func refused(_ certificate: TLSServer.Certificate, _ trusts: Bool, _ reason: String) async throws {
        let result = try await exchange(certificate, trusts: trusts)
        #expect(result.status == nil)
        #expect(result.error?.code == .tlsCertificate)
        #expect(result.error?.failureClass == .config)
        #expect(result.error?.message.contains(reason) == true, "\(String(describing: result.error))")
    }

    @Test("a server that only speaks TLS 1.1 is refused")
    func oldProtocol() async throws {
        let result = try await exchange(
            .valid,
            arguments: ["-no_tls1_3", "-no_tls1_2", "-cipher", "DEFAULT:@SECLEVEL=0"]
        )
        #expect(result.error?.code == .tlsHandshake)
    }

    @Test("TLS 1.2 is enough")
    func version12() async throws {
        let result = try await exchange(.valid, arguments: ["-tls1_2"])
        #expect(result.status == 200)
    }

    @Test("a streamed body over TLS is read to its end")
    func stream() async throws {
        let authority = try TestAuthority()
        let server = try TLSServer(.valid, from: authority)
        defer { server.stop() }
        let stream = try await client(caFile: authority.caFile).open(HTTPRequest(.get, server.url))
        #expect(stream.head.status == 200)
        #expect(try await !stream.body.collect(upTo: 1 << 20).isEmpty)
    }

    @Test("a client certificate is shown where the server asks for one, and without it the exchange fails")
    func clientCertificate() async throws {
        let authority = try TestAuthority()
        let server = try TLSServer(
            .valid,
            from: authority,
            arguments: ["-Verify", "1", "-CAfile", "ca.pem", "-verify_return_error"]
        )
        defer { server.stop() }
        let pattern = try #require(HostPattern("localhost"))
        var options = CurlClient.Options(policy: TransportPolicy(allowedHosts: [pattern], insecureTest: true))
        options.caFile = authority.caFile
        let bare = try await CurlClient(options: options).failure(HTTPRequest(.get, server.url))
        #expect(bare != nil)
        options.clientCertificate = ClientCertificate(
            certificateFile: authority.folder.appendingPathComponent("valid.pem").path,
            keyFile: authority.folder.appendingPathComponent("key.pem").path
        )
        let response = try await CurlClient(options: options).send(HTTPRequest(.get, server.url))
        #expect(response.status == 200)
    }

    @Test("a file of authorities that is not there is our own mistake")
    func missingFile() async throws {
        do {
            _ = try client(caFile: "no-such-file.pem")
            Issue.record("accepted")
        } catch let error as TransportError {
            #expect(error.code == .tlsSetup)
            #expect(error.failureClass == .config)
            #expect(error.message.contains("no-such-file.pem"))
        }
    }
}
