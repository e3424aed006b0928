package rtm.main;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import rtm.docker.DockerSettings;
import rtm.docker.HostStateFolders;

/** The state root: that folders can be made in it and given to the engines, and room. */
record StateRootCheckup(DockerSettings settings) implements Checkup {

    private static final String ITEM = "state root";

    @Override
    public List<Finding> run() {
        HostStateFolders folders = new HostStateFolders(settings);
        String owner = "%d:%d".formatted(settings.stateOwnerUid(), settings.stateOwnerGid());
        try {
            folders.verifyRoot();
        } catch (IOException unusable) {
            return List.of(
                    Finding.fail(
                            ITEM,
                            String.valueOf(unusable.getMessage()),
                            "it must be a folder that this service's user can write to"));
        }
        List<Finding> findings = new ArrayList<>();
        try {
            folders.verifyOwnership();
            findings.add(
                    Finding.ok(
                            ITEM,
                            "%s takes new folders, owned by %s"
                                    .formatted(settings.stateRoot(), owner)));
        } catch (IOException refused) {
            findings.add(
                    Finding.fail(
                            ITEM,
                            String.valueOf(refused.getMessage()),
                            "run with the capabilities CHOWN and FOWNER, as the service unit does,"
                                    + " or set RTMANAGER_GAME_STATE_OWNER_UID and _GID to this"
                                    + " service's own user"));
        }
        findings.add(Disk.finding(ITEM, settings.stateRoot()));
        return findings;
    }
}
