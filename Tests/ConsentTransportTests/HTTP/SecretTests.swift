import ConsentAdapters
import ConsentTransport
import Testing

@Suite("Secrets")
struct SecretTests {
    @Test("a secret is never shown by printing, debugging, dumping or reflecting")
    func secretIsMasked() {
        let secret = Secret("s3cr3t-canary")
        var dumped = ""
        dump(secret, to: &dumped)
        let container: [String: Any] = ["key": secret]
        let shown = [
            "\(secret)", String(reflecting: secret), String(describing: [secret]), dumped, "\(container)",
            "\(Mirror(reflecting: secret).children.map { "\($0)" })",
        ]
        for text in shown {
            #expect(!text.contains("canary"))
        }
        #expect("\(secret)" == "***")
        #expect(secret.reveal() == "s3cr3t-canary")
    }
}
