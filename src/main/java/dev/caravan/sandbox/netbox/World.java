package dev.caravan.sandbox.netbox;

import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;

/** Everything that answers for one version's objects, put together. */
record World(
    String base,
    Tables tables,
    Reads reads,
    Creates creates,
    Updates updates,
    Deletes deletes,
    Bulk bulk,
    Options options,
    ChangeLog changeLog,
    MediaFiles media) {

  static World of(NetBoxVersion version, String base, Clock clock) {
    List<Kind> kinds =
        Stream.of(
                new ComponentKinds(version).all(),
                new TypeKinds(version).all(),
                new VirtualKinds(version).all(),
                MediaFiles.kinds(version),
                ChangeLog.kinds(version))
            .flatMap(all -> all)
            .toList();
    Tables tables = new Tables(kinds);
    Choices choices = new Choices(version);
    MediaFiles media = new MediaFiles(version, tables, clock);
    ValueReader values = new ValueReader(choices, new ReferenceReader(tables));
    Form form = new Form(version, tables, values, media);
    Saved saved = new Saved(tables, clock);
    Renderer renderer = new Renderer(tables, choices, base);
    Sorting sorting = new Sorting(tables);
    Reads reads = new Reads(version, tables, new Filters(tables, choices), sorting, renderer, base);
    Updates updates = new Updates(version, tables, form, saved, renderer, sorting, reads);
    return new World(
        base,
        tables,
        reads,
        new Creates(version, form, saved, renderer, reads),
        updates,
        new Deletes(version, tables, updates),
        new Bulk(version, tables),
        new Options(choices),
        new ChangeLog(version, tables, clock),
        media);
  }
}
