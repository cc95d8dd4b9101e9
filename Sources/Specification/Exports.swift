// What specifications are written in comes with them: whoever reads one meets values and errors of YAML.
@_exported import LocatedYAML
