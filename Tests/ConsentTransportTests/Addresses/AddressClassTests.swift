@testable import ConsentTransport
import Testing

@Suite("Classes of addresses")
struct AddressClassTests {
    static let table: [(String, AddressClass)] = [
        ("8.8.8.8", .global), ("1.1.1.1", .global), ("126.255.255.255", .global), ("128.0.0.0", .global),
        ("9.255.255.255", .global), ("11.0.0.0", .global), ("172.15.255.255", .global), ("172.32.0.0", .global),
        ("192.167.255.255", .global), ("192.169.0.0", .global), ("100.63.255.255", .global), ("100.128.0.0", .global),
        ("169.253.255.255", .global), ("169.255.0.0", .global), ("223.255.255.255", .global),
        ("127.0.0.1", .loopback), ("127.255.255.255", .loopback),
        ("10.0.0.0", .privateNetwork), ("10.255.255.255", .privateNetwork), ("172.16.0.0", .privateNetwork),
        ("172.31.255.255", .privateNetwork), ("192.168.0.0", .privateNetwork), ("192.168.255.255", .privateNetwork),
        ("100.64.0.0", .sharedSpace), ("100.127.255.255", .sharedSpace),
        ("169.254.0.1", .linkLocal), ("169.254.169.253", .linkLocal),
        ("169.254.169.254", .metadata), ("100.100.100.200", .metadata), ("168.63.129.16", .metadata),
        ("192.0.0.192", .metadata),
        ("224.0.0.0", .multicast), ("239.255.255.255", .multicast),
        ("0.0.0.0", .unspecified), ("0.1.2.3", .unspecified),
        ("240.0.0.0", .reserved), ("255.255.255.255", .reserved), ("192.0.0.1", .reserved), ("192.0.2.1", .reserved),
        ("198.51.100.1", .reserved), ("203.0.113.1", .reserved), ("198.18.0.1", .reserved),
        ("198.19.255.255", .reserved), ("192.88.99.1", .reserved),
        ("2606:4700:4700::1111", .global), ("2a00:1450::1", .global), ("2001:4860:4860::8888", .global),
        ("::1", .loopback), ("::", .unspecified),
        ("fe80::1", .linkLocal), ("febf:ffff::1", .linkLocal), ("fc00::1", .privateNetwork),
        ("fdff:ffff::1", .privateNetwork), ("fec0::1", .privateNetwork), ("fd00:ec2::254", .metadata),
        ("ff02::1", .multicast), ("ff00::", .multicast),
        ("::ffff:127.0.0.1", .loopback), ("::ffff:10.0.0.1", .privateNetwork), ("::ffff:169.254.169.254", .metadata),
        ("::ffff:0.0.0.0", .unspecified), ("::ffff:8.8.8.8", .reserved), ("::127.0.0.1", .loopback),
        ("::ffff:0:127.0.0.1", .reserved),
        ("64:ff9b::127.0.0.1", .loopback), ("64:ff9b::8.8.8.8", .global), ("64:ff9b:1::1", .reserved),
        ("2002:7f00:1::", .loopback), ("2002:a9fe:a9fe::", .metadata), ("2002:808:808::1", .global),
        ("2001::1", .reserved), ("2001:db8::1", .reserved), ("100::1", .reserved), ("3fff::1", .reserved),
        ("4000::1", .reserved), ("5f00::1", .reserved),
    ]

    @Test("each address falls into the class of its registry entry", arguments: table)
    func classes(_ text: String, _ expected: AddressClass) {
        #expect(AddressClass(literal: text) == expected)
    }

    @Test(
        "a name or a sloppy notation is no literal",
        arguments: ["localhost", "1.2.3", "0x7f.1", "2130706433", "1.2.3.4.5", "", "::g", "[::1"]
    )
    func notLiteral(_ text: String) {
        #expect(AddressClass(literal: text) == nil)
    }

    @Test("only global addresses are allowed by default; the two switches open just what they say")
    func policy() {
        let strict = TransportPolicy(allowedHosts: [])
        let onSite = TransportPolicy(allowedHosts: [], allowPrivateAddresses: true)
        let test = TransportPolicy(allowedHosts: [], insecureTest: true)
        #expect(AddressClass.allCases.filter(strict.allows) == [.global])
        #expect(AddressClass.allCases.filter(onSite.allows) == [.global, .privateNetwork, .sharedSpace])
        #expect(AddressClass.allCases.filter(test.allows) == [.global, .loopback])
    }
}
