import CLibcurl
@testable import ConsentTransport
import Testing

@Suite("libcurl's codes")
struct ErrorTableTests {
    static let table: [(UInt32, Bool, TransportError.Code)] = [
        (1, false, .protocolViolation), (3, false, .invalidRequest), (5, false, .unreachable), (6, false, .unreachable),
        (7, false, .unreachable), (8, true, .protocolViolation), (16, false, .truncated), (16, true, .truncated),
        (18, true, .truncated), (35, false, .tlsHandshake), (52, false, .truncated), (55, false, .truncated),
        (56, true, .truncated), (58, false, .tlsSetup), (59, false, .tlsHandshake), (60, false, .tlsCertificate),
        (61, true, .badEncoding), (63, true, .bodyTooLarge), (77, false, .tlsSetup), (83, false, .tlsCertificate),
        (90, false, .tlsCertificate), (91, false, .tlsCertificate), (92, true, .truncated), (97, false, .unreachable),
        (2, false, .library), (27, false, .library), (43, false, .library), (9_999, false, .library),
    ]

    @Test("each code that an exchange can end with has its own, anything else is the library's", arguments: table)
    func codes(_ number: UInt32, _ hasAnswer: Bool, _ expected: TransportError.Code) {
        let error = TransportError(curl: CURLcode(rawValue: number), host: "cmp.example", hasAnswer: hasAnswer)
        #expect(error.code == expected)
        #expect(error.curlCode == Int(number))
        #expect(error.message.hasPrefix("cmp.example "))
        #expect(error.message.hasSuffix("."))
    }

    @Test("every code that libcurl knows has a class: transient, configuration or contract")
    func allCodes() {
        var classes: [FailureClass: [UInt32]] = [:]
        for number in 1..<CURL_LAST.rawValue {
            let error = TransportError(curl: CURLcode(rawValue: number), host: "cmp.example", hasAnswer: true)
            classes[error.failureClass ?? .noData, default: []].append(number)
        }
        #expect(classes[.transient] == [5, 6, 7, 16, 18, 28, 35, 52, 55, 56, 59, 92, 97])
        #expect(classes[.contract] == [1, 8, 9, 61, 63])
        #expect(Set(classes.keys) == [.transient, .contract, .config])
    }

    @Test(
        "what is wrong with a certificate is said",
        arguments: [(10, "expired"), (18, "self-signed"), (20, "unknown"), (0, "name")]
    )
    func certificates(_ verification: Int, _ word: String) {
        let error = TransportError(
            curl: CURLE_PEER_FAILED_VERIFICATION,
            host: "cmp.example",
            hasAnswer: false,
            verification: verification
        )
        #expect(error.message.contains(word))
    }

    @Test("times are handed to libcurl within its bounds, and never as zero, which means for ever")
    func durations() {
        let cases: [(Duration, Int)] = [
            (.zero, 1), (.seconds(-5), 1), (.microseconds(1), 1), (.milliseconds(1), 1), (.milliseconds(1_500), 1_500),
            (.seconds(86_400), 86_400_000), (.seconds(86_401), 86_400_000), (.seconds(Int64.max), 86_400_000),
            (.seconds(Int64.min), 1),
        ]
        for (duration, milliseconds) in cases {
            #expect(duration.clampedMilliseconds == milliseconds)
        }
        #expect(Duration.milliseconds(1).clampedSeconds == 1)
    }
}
