package rtm.main.training;

import static rtm.main.training.Exercise.expect;

import java.io.IOException;
import java.lang.module.ModuleReader;
import java.util.List;
import java.util.Objects;

/**
 * Loads the classes of this project's modules that the service may need, including those that only
 * rare answers need.
 */
final class OwnClasses implements Exercise {

    private static final String SUFFIX = ".class";

    /** The command line, what only several nodes need, and this run. */
    private static final List<String> NOT_OF_THE_SERVICE =
            List.of(
                    "rtm.main.client.",
                    "rtm.main.check.",
                    "rtm.main.training.",
                    "rtm.http.client.");

    @Override
    public void run() throws IOException {
        int loaded = 0;
        for (Module module : ModuleLayer.boot().modules()) {
            if (module.getName().startsWith("rtm.")) {
                loaded += load(module);
            }
        }
        expect(true, loaded > 0);
    }

    private static int load(Module module) throws IOException {
        var found = ModuleLayer.boot().configuration().findModule(module.getName()).orElseThrow();
        try (ModuleReader reader = found.reference().open()) {
            List<String> names =
                    reader.list()
                            .filter(file -> file.endsWith(SUFFIX))
                            .filter(file -> !file.equals("module-info.class"))
                            .map(file -> file.substring(0, file.length() - SUFFIX.length()))
                            .map(file -> file.replace('/', '.'))
                            .filter(name -> NOT_OF_THE_SERVICE.stream().noneMatch(name::startsWith))
                            .toList();
            names.forEach(name -> Objects.requireNonNull(Class.forName(module, name), name));
            return names.size();
        }
    }
}
