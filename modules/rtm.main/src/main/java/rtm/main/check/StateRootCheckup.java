package rtm.main.check;

import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import rtm.docker.state.FullDisk;
import rtm.docker.state.HostStateFolders;
import rtm.docker.state.StateFolderSettings;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.model.NodeId;
import rtm.domain.state.StateSurvey;
import rtm.domain.text.Plural;
import rtm.main.settings.Settings;
import rtm.store.PostgresInspection;
import rtm.store.PostgresStore;
import rtm.store.StoreOpenException;

/**
 * Checks the state root: that folders can be created in it with the engines' owner, that it has the
 * games' state, and free space.
 */
record StateRootCheckup(Settings all, DockerLook docker, InstantSource clock) implements Checkup {

    private static final String ITEM = "state root";
    private static final int MOST_NAMED = 20;

    @Override
    public List<Finding> run() {
        StateFolderSettings settings = all.stateFolders();
        HostStateFolders folders = new HostStateFolders(settings);
        String owner = "%d:%d".formatted(settings.ownerUid(), settings.ownerGid());
        try {
            folders.verifyRoot();
        } catch (IOException unusable) {
            return List.of(
                    Finding.fail(
                            ITEM,
                            String.valueOf(unusable.getMessage()),
                            "it must be a folder that this service's user can write to"));
        }
        List<Finding> findings = new ArrayList<>(newFolders(folders, owner));
        findings.addAll(states(folders));
        findings.add(Disk.finding(ITEM, settings.root(), FullDisk::isFullForThisUser));
        return findings;
    }

    private static List<Finding> newFolders(HostStateFolders folders, String owner) {
        try {
            boolean canLookInside = folders.verifyOwnership();
            Finding takes =
                    Finding.ok(
                            ITEM,
                            "folders can be created in %s, owned by %s"
                                    .formatted(folders.root(), owner));
            return canLookInside ? List.of(takes) : List.of(takes, blind());
        } catch (IOException refused) {
            return List.of(
                    Finding.fail(
                            ITEM,
                            String.valueOf(refused.getMessage()),
                            "run with the capabilities CHOWN and FOWNER, as the service unit does,"
                                    + " or set RTMANAGER_GAME_STATE_OWNER_UID and _GID to this"
                                    + " service's own user"));
        }
    }

    private static Finding blind() {
        return Finding.warn(
                ITEM,
                "cannot read state folders, lost content is not detected",
                "run with the capability DAC_READ_SEARCH, as the service unit does");
    }

    /** If the records cannot be read, the PostgreSQL checkup reports it. */
    private List<Finding> states(HostStateFolders folders) {
        try {
            if (PostgresInspection.of(all.store(), clock).migrationsMissing() > 0) {
                return List.of();
            }
            try (PostgresStore store = PostgresStore.open(all.store())) {
                // A node that is not known yet has no games.
                return node(store)
                        .map(here -> findings(of(here, store, folders).survey()))
                        .orElse(List.of());
            }
        } catch (StoreOpenException | DependencyUnavailableException _) {
            return List.of();
        }
    }

    private static StateSurvey of(NodeId here, PostgresStore store, HostStateFolders folders) {
        return new StateSurvey(store, folders, store, here);
    }

    /**
     * Why the state root of this machine is not that of a node, if it is not.
     *
     * @throws DependencyUnavailableException if the records cannot be read
     */
    static Optional<String> otherRoot(Settings settings, NodeId node) {
        try (PostgresStore store = PostgresStore.open(settings.store())) {
            return of(node, store, new HostStateFolders(settings.stateFolders())).otherRoot();
        }
    }

    /** If there are several and Docker does not answer, its checkup reports it. */
    private Optional<NodeId> node(PostgresStore store) {
        if (all.node().many()) {
            return store.nodeOf(docker.facts().id());
        }
        return store.nodes().size() > 1
                ? store.nodeOf(docker.facts().id()).or(() -> Optional.of(NodeId.FIRST))
                : Optional.of(NodeId.FIRST);
    }

    private List<Finding> findings(StateSurvey.StateReport survey) {
        if (survey.root().isPresent()) {
            // One of several nodes does not start then, as the findings of nodes say.
            return all.node().many() ? List.of() : List.of(another(survey.root().orElseThrow()));
        }
        List<Finding> findings = new ArrayList<>();
        findings.add(Finding.ok(ITEM, games(survey.present(), "", "has its", "have their")));
        survey.absent().stream()
                .limit(MOST_NAMED)
                .map(StateRootCheckup::absent)
                .forEach(findings::add);
        if (survey.absent().size() > MOST_NAMED) {
            findings.add(
                    Finding.warn(
                            ITEM,
                            games(
                                    survey.absent().size() - MOST_NAMED,
                                    "more ",
                                    "lacks its",
                                    "lack their"),
                            ""));
        }
        return findings;
    }

    private static Finding another(String root) {
        return Finding.warn(
                ITEM,
                root,
                "until then, or until the loss is accepted, no game can be started, restarted"
                        + " or patched");
    }

    private static String games(int count, String more, String one, String several) {
        return "%s %s state".formatted(Plural.of(count, more + "game"), count == 1 ? one : several);
    }

    private static Finding absent(StateSurvey.Absent game) {
        return Finding.warn(
                ITEM,
                "the state of game %s is missing: %s".formatted(game.gameId(), game.words()),
                "or accept its loss: POST /api/v1/internal/runtimes/%s/state/accept"
                        .formatted(game.gameId()));
    }
}
