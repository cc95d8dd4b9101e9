import Foundation

extension Store {
    /// Hashes every object, reads every recipe, follows every link. Linear in the bytes of the store.
    /// - Parameter threads: how many objects are hashed at a time.
    package func verify(threads: Int = ProcessInfo.processInfo.activeProcessorCount) -> VerificationReport {
        var report = VerificationReport()
        let records = verifyRecipes(&report)
        verifyLinks(&report)
        verifyCopies(&report)
        verifyObjects(&report, records, threads: threads)
        verifyDisputes(&report)
        report.dropped = Set(records.flatMap(\.outputs.values).filter { isDropped($0) }.map(\.digest)).count
        report.unfinished = FileSystem.names(in: root + "/tmp").count
        report.closedToGroup = unwritableByGroup()
        report.damages.sort { ($0.path, $0.reason) < ($1.path, $1.reason) }
        return report
    }

    // MARK: Objects

    private func verifyObjects(_ report: inout VerificationReport, _ records: [RecipeRecord], threads: Int) {
        let names = FileSystem.names(in: root + "/objects").flatMap { folder in
            FileSystem.names(in: root + "/objects/" + folder).map { "\(folder)/\($0)" }
                + (FileSystem.isFolder(root + "/objects/" + folder) ? [] : [folder])
        }
        let sizes = names.map { FileStamp(ofFileAt: "\(root)/objects/\($0)")?.bytes ?? 0 }
        // Large objects first, so that no thread is left with a large one at the end.
        let order = names.indices.sorted { sizes[$0] > sizes[$1] }
        let states = onThreads(threads, count: order.count) { state(ofObject: names[order[$0]]) }
        let users = Users(records, links().map { ($0, object(linkedBy: root + "/" + $0)?.digest) })
        report.damages += zip(order, states).compactMap { damage(of: names[$0], $1, users) }
        report.objects = names.count
        report.bytes = sizes.reduce(0, +)
    }

    private enum ObjectState: Sendable {
        case sound, unreadable, noName
        case damaged(Digest, found: Digest)
    }

    private func state(ofObject name: String) -> ObjectState {
        let parts = name.split(separator: "/")
        let file = (parts.last.map(String.init) ?? "") as NSString
        guard let expected = Digest(hex: file.deletingPathExtension), parts.count == 2,
            expected.hex.hasPrefix(parts[0]), parts[0].utf8.count == 2,
            Output.isExtension(file.pathExtension)
        else { return .noName }
        let path = "\(root)/objects/\(name)"
        guard FileStamp(ofFileAt: path) != nil, let found = try? Digest(ofFileAt: path) else {
            return .unreadable
        }
        return found == expected ? .sound : .damaged(expected, found: found)
    }

    private func damage(of name: String, _ state: ObjectState, _ users: Users) -> Damage? {
        let path = "objects/\(name)"
        switch state {
        case .sound: return nil
        case .unreadable:
            return Damage(
                path: path, reason: "cannot be read", advice: "check its permissions and the disk",
                subject: .stray)
        case .noName:
            return Damage(
                path: path, reason: "is not an object's name",
                advice: "move it out of the store if you need it",
                subject: .stray)
        case .damaged(let expected, let found):
            return Damage(
                path: path,
                reason: "is damaged: its bytes have the digest \(found.short)…\(users.text(of: expected))",
                advice: "artifacts verify --repair computes it again", subject: .object(expected))
        }
    }

    // MARK: Recipes

    /// The records that can be read.
    private func verifyRecipes(_ report: inout VerificationReport) -> [RecipeRecord] {
        var records: [RecipeRecord] = []
        for file in FileSystem.names(in: root + "/recipes") {
            let name = "recipes/\(file)"
            guard file.hasSuffix(".json"), let digest = Digest(hex: file.dropLast(5)) else {
                report.damages.append(
                    Damage(
                        path: name, reason: "is not a recipe's name",
                        advice: "move it out of the store if you need it", subject: .stray))
                continue
            }
            report.recipes += 1
            do {
                let bytes = try FileSystem.contents(of: "\(root)/\(name)")
                let record = try RecipeRecord(bytes, named: digest, path: name)
                if !bytes.starts(with: Data("{\"check\":".utf8)) { report.unchecked += 1 }
                report.damages += missingOutputs(of: record, name)
                records.append(record)
            } catch {
                report.damages.append(damagedRecipe(name, error))
            }
        }
        return records
    }

    private func damagedRecipe(_ name: String, _ error: any Error) -> Damage {
        var reason = "\(error)"
        if case StoreError.badRecipe(_, let why) = error { reason = "is damaged: \(why)" }
        return Damage(
            path: name, reason: reason,
            advice: "artifacts verify --repair restores it, or moves it to damaged/",
            subject: .recipe)
    }

    private func missingOutputs(of record: RecipeRecord, _ name: String) -> [Damage] {
        record.outputs.sorted { $0.key < $1.key }.compactMap { role, output in
            guard FileSystem.size(of: path(of: output)) != output.bytes, !isDropped(output) else {
                return nil
            }
            let isThere = FileSystem.exists(path(of: output))
            return Damage(
                path: name,
                reason: "its output \(role) (\(output.digest.short)…, \(record.recipe.stage)) is "
                    + (isThere ? "cut short" : "missing"),
                advice: "artifacts verify --repair, or make for the figure that needs it, computes it again",
                subject: .object(output.digest))
        }
    }

    private func verifyDisputes(_ report: inout VerificationReport) {
        for file in FileSystem.names(in: root + "/disputes") {
            report.disputes += 1
            let name = "disputes/\(file)"
            do {
                guard let digest = Digest(hex: file.prefix(64)) else {
                    throw StoreError.badRecipe(path: name, reason: "its name does not begin with a digest")
                }
                _ = try RecipeRecord(reading: "\(root)/\(name)", named: digest)
            } catch {
                report.damages.append(damagedRecipe(name, error))
            }
        }
    }

    // MARK: Links

    private func verifyLinks(_ report: inout VerificationReport) {
        for link in symbolicLinks() {
            report.links += 1
            let path = "\(root)/\(link)"
            guard let object = object(linkedBy: path) else {
                guard !FileSystem.exists(path) || leadsInside(path) else { continue }
                report.damages.append(
                    Damage(
                        path: link, reason: "leads to no object",
                        advice: "artifacts verify --repair sets it again if it is known where it led",
                        subject: .link(link))
                )
                continue
            }
            if !FileSystem.exists(path), !isDropped(object.digest, extension: object.extension) {
                report.damages.append(
                    Damage(
                        path: link, reason: "links to an object that is missing",
                        advice:
                            "artifacts verify --repair, or make for the figure that needs it, sets it again",
                        subject: .link(link)))
            }
        }
    }

    /// Files in the place of links: the store was copied without its links, or `make -t` touched targets that were
    /// not there.
    private func verifyCopies(_ report: inout VerificationReport) {
        for copy in copies() {
            report.damages.append(
                Damage(
                    path: copy.path,
                    reason: "is a file, a copy of object \(copy.object.digest.short)…, where a link belongs",
                    advice:
                        "artifacts verify --repair turns it into a link; copy stores with their links (rsync -a, cp -a)",
                    subject: .copy(copy.path)))
        }
        for place in places() where place.content == .file(bytes: 0) {
            report.damages.append(
                Damage(
                    path: place.path,
                    reason: "is an empty file where a link belongs (make -t leaves such files)",
                    advice: "artifacts verify --repair removes it", subject: .copy(place.path)))
        }
    }

    /// A person's own link may lead anywhere outside.
    private func leadsInside(_ link: String) -> Bool {
        Self.resolved(link).hasPrefix(Self.resolved(root) + "/")
    }
}

/// Who needs an object, to explain what its damage means.
private struct Users {
    private var makers: [Digest: String] = [:]
    private var links: [Digest: [String]] = [:]

    init(_ records: [RecipeRecord], _ linked: [(String, Digest?)]) {
        for record in records {
            for (role, output) in record.outputs {
                makers[output.digest] =
                    "\(role) of \(record.recipe.stage), recipe \(record.recipe.digest.short)…"
            }
        }
        for (link, digest) in linked {
            if let digest { links[digest, default: []].append(link) }
        }
    }

    func text(of digest: Digest) -> String {
        let parts =
            (makers[digest].map { [$0] } ?? [])
            + (links[digest].map { ["linked as \($0.joined(separator: ", "))"] } ?? [])
        return parts.isEmpty ? "" : " (\(parts.joined(separator: "; ")))"
    }
}
