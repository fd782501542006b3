import CodecLimits
import ConsentStrings
import Foundation

func cpu() -> Double {
    var t = timespec(); clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t); return Double(t.tv_sec) + Double(t.tv_nsec) * 1e-9
}
limits_prepare()
let folder = URL(fileURLWithPath: CommandLine.arguments[1])
let only = CommandLine.arguments.count > 2 ? CommandLine.arguments[2] : ""
func run(_ name: String, _ n: Int, _ body: () -> (UInt32, UInt32)) {
    guard only.isEmpty || name.contains(only) else { return }
    var best = 1e9
    var sum: (UInt32, UInt32) = (0, 0)
    for _ in 0..<(Int(ProcessInfo.processInfo.environment["R"] ?? "") ?? 7) {
        let t = cpu(); sum = body(); best = min(best, cpu() - t)
    }
    print(
        name.padding(toLength: 22, withPad: " ", startingAt: 0),
        String(format: "%8.1f ns  h=%08x g=%08x", best / Double(n) * 1e9, sum.0, sum.1)
    )
}
func tcfs() throws {
    for file in ["tcf", "tcf-short"] {
        let c = try Corpus(folder.appendingPathComponent(file + ".txt"))
        let n = c.lines.count
        run(file + " C mask", n) {
            c.bytes.withUnsafeBufferPointer { b in
                var h: UInt32 = 0
                for l in c.lines {
                    h = h &* 31 &+ UInt32(bitPattern: limits_tcf_mask(b.baseAddress! + l.lowerBound, l.count, 565))
                }
                return (h, 0)
            }
        }
        var d = TCStringDecoder()
        run(file + " Swift mask", n) {
            var h: UInt32 = 0
            let s = c.bytes.span
            for l in c.lines {
                h = h &* 31 &+ UInt32((try? d.permissionMask(of: s.extracting(l), vendor: 565)) ?? 0xffff)
            }
            return (h, 0)
        }
        run(file + " C full", n) {
            c.bytes.withUnsafeBufferPointer { b in
                var h: UInt32 = 0, g: UInt32 = 0
                var x = limits_tcf()
                for l in c.lines {
                    _ = limits_tcf_full(b.baseAddress! + l.lowerBound, l.count, 565, &x)
                    h = h &* 31 &+ x.mask; h = h &* 31 &+ x.consents; h = h &* 31 &+ x.interests; h = h &* 31 &+ x.cmp
                    h = h &* 31 &+ x.list_version; h = h &* 31 &+ x.created_seconds
                    g = g &* 31 &+ x.disclosed; g = g &* 31 &+ x.restricted_pairs; g = g &* 31 &+ x.publisher_purposes
                }
                return (h, g)
            }
        }
        run(file + " Swift full", n) {
            var h: UInt32 = 0, g: UInt32 = 0
            let s = c.bytes.span
            for l in c.lines {
                guard let dv = try? d.decode(s.extracting(l)) else { continue }
                h = h &* 31 &+ UInt32(dv.value.permissionMask(vendor: 565));
                h = h &* 31 &+ UInt32(dv.value.vendorConsents.count)
                h = h &* 31 &+ UInt32(dv.value.vendorLegitimateInterests.count); h = h &* 31 &+ UInt32(dv.value.cmpID)
                h = h &* 31 &+ UInt32(dv.value.vendorListVersion);
                h = h &* 31 &+ UInt32(dv.value.createdMilliseconds / 1000)
                g = g &* 31 &+ UInt32(dv.value.disclosedVendors?.count ?? 0)
                g = g &* 31 &+ UInt32(dv.value.publisherRestrictions.reduce(0) { $0 + $1.vendors.count })
                var p: UInt32 = 0
                if let q = dv.value.publisherPurposes { for i in q.consents { p |= 1 << UInt32(24 - i) } }
                g = g &* 31 &+ p
            }
            return (h, g)
        }
        run(file + " Swift into", n) { into(c) }
        var dc = TCStringDecoder(isChecked: true)
        run(file + " Swift checked mask", n) {
            var h: UInt32 = 0
            let s = c.bytes.span
            for l in c.lines {
                h = h &* 31 &+ UInt32((try? dc.permissionMask(of: s.extracting(l), vendor: 565)) ?? 0xffff)
            }
            return (h, 0)
        }
    }
}
try tcfs()
func gpps() throws {
    let c = try Corpus(folder.appendingPathComponent("gpp.txt"))
    run("gpp C", c.lines.count) {
        c.bytes.withUnsafeBufferPointer { b in
            var h: UInt32 = 0
            for l in c.lines {
                h = h &* 31 &+ UInt32(bitPattern: limits_gpp_mask(b.baseAddress! + l.lowerBound, l.count, 565))
            }
            return (h, 0)
        }
    }
    var g = GPPStringDecoder()
    run("gpp Swift", c.lines.count) {
        var h: UInt32 = 0
        let s = c.bytes.span
        for l in c.lines { h = h &* 31 &+ UInt32((try? g.decode(s.extracting(l)).value.sections.count) ?? 0) }
        return (h, 0)
    }
}
try gpps()
func answers(_ c: Corpus) -> (UInt32, UInt32) {
    var g = GPPStringDecoder()
    var h: UInt32 = 0
    let s = c.bytes.span
    for l in c.lines {
        var m: UInt32 = 0
        try? g.answers(of: s.extracting(l), vendor: 565) { a in
            switch a {
            case .tcfEUv2(let x): m |= UInt32(x)
            case .usPrivacy(let u): m |= u.optOutSale == true ? 1 << 11 : 0
            case .us(let o):
                func v(_ c: USChoice?) -> UInt32 { UInt32(c?.rawValue ?? 0) }
                if o.sectionID == 7 {
                    m |= v(o.sale) << 12 | v(o.sharing) << 14 | v(o.targetedAdvertising) << 16
                    m |= o.globalPrivacyControl == true ? 1 << 18 : 0
                } else {
                    m |= v(o.sale) << 19 | v(o.sharing) << 21
                    m |= o.globalPrivacyControl == true ? 1 << 23 : 0
                }
            default: break
            }
        }
        h = h &* 31 &+ m
    }
    return (h, 0)
}
let gc = try Corpus(folder.appendingPathComponent("gpp.txt"))
run("gpp Answers", gc.lines.count) { answers(gc) }

func into(_ c: Corpus) -> (UInt32, UInt32) {
    var d = TCStringDecoder()
    var v = TCString()
    var h: UInt32 = 0, g: UInt32 = 0
    let s = c.bytes.span
    for l in c.lines {
        guard (try? d.decode(s.extracting(l), into: &v)) != nil else { continue }
        h = h &* 31 &+ UInt32(v.permissionMask(vendor: 565)); h = h &* 31 &+ UInt32(v.vendorConsents.count)
        h = h &* 31 &+ UInt32(v.vendorLegitimateInterests.count); h = h &* 31 &+ UInt32(v.cmpID)
        h = h &* 31 &+ UInt32(v.vendorListVersion); h = h &* 31 &+ UInt32(v.createdMilliseconds / 1000)
        g = g &* 31 &+ UInt32(v.disclosedVendors?.count ?? 0)
        g = g &* 31 &+ UInt32(v.publisherRestrictions.reduce(0) { $0 + $1.vendors.count })
        var p: UInt32 = 0
        if let q = v.publisherPurposes { for i in q.consents { p |= 1 << UInt32(24 - i) } }
        g = g &* 31 &+ p
    }
    return (h, g)
}
