package dev.parley.script;

import java.io.IOException;
import java.net.URI;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessMode;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.util.Map;
import java.util.Set;
import org.graalvm.polyglot.io.FileSystem;

/**
 * The files that modules may be imported from: those below one folder, to read. Any thread.
 *
 * <p>A symbolic link does not lead out of it.
 */
final class ModuleFolder implements FileSystem {
    private final FileSystem files = FileSystem.newReadOnlyFileSystem(FileSystem.newDefaultFileSystem());
    private final Path folder;

    ModuleFolder(Path folder) throws IOException {
        this.folder = folder.toRealPath();
    }

    private Path inside(Path path) throws IOException {
        Path real =
                Files.exists(path) ? path.toRealPath() : path.toAbsolutePath().normalize();
        if (!real.startsWith(folder)) {
            throw new SecurityException("Modules may be imported from " + folder + " only, not " + path + ".");
        }
        return path;
    }

    @Override
    public Path parsePath(URI uri) {
        return files.parsePath(uri);
    }

    @Override
    public Path parsePath(String path) {
        return files.parsePath(path);
    }

    @Override
    public void checkAccess(Path path, Set<? extends AccessMode> modes, LinkOption... options) throws IOException {
        files.checkAccess(inside(path), modes, options);
    }

    @Override
    public void createDirectory(Path directory, FileAttribute<?>... attributes) throws IOException {
        files.createDirectory(inside(directory), attributes);
    }

    @Override
    public void delete(Path path) throws IOException {
        files.delete(inside(path));
    }

    @Override
    public SeekableByteChannel newByteChannel(
            Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes) throws IOException {
        return files.newByteChannel(inside(path), options, attributes);
    }

    @Override
    public DirectoryStream<Path> newDirectoryStream(Path directory, DirectoryStream.Filter<? super Path> filter)
            throws IOException {
        return files.newDirectoryStream(inside(directory), filter);
    }

    @Override
    public Path toAbsolutePath(Path path) {
        return files.toAbsolutePath(path);
    }

    @Override
    public Path toRealPath(Path path, LinkOption... options) throws IOException {
        return files.toRealPath(inside(path), options);
    }

    @Override
    public Map<String, Object> readAttributes(Path path, String attributes, LinkOption... options) throws IOException {
        return files.readAttributes(inside(path), attributes, options);
    }
}
