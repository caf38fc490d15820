"""Projects and packages of .NET. https://learn.microsoft.com/en-us/dotnet/core/project-sdk/msbuild-props"""

from __future__ import annotations

from patternbook.screening.manifests.model import Dependency, Manifest, limit_dependencies
from patternbook.screening.manifests.xmltree import parse_elements

_REFERENCES = frozenset({"PackageReference", "PackageVersion", "Reference", "package"})


def project(text: str) -> Manifest:
    """Read a csproj, vbproj, fsproj, packages.config or Directory.Packages.props; raise ManifestError if it is not plain XML."""
    found = parse_elements(text)
    values = {element.name: element.text.strip() for element in reversed(found)}
    lines = {element.name: element.line for element in reversed(found)}
    packages = [
        Dependency("nuget", name.partition(",")[0].strip().lower(), element.line, name)
        for element in found
        if element.name in _REFERENCES and (name := element.attributes.get("Include") or element.attributes.get("id"))
    ]
    flags = [key for key in ("UseWPF", "UseWindowsForms", "UseMaui") if values.get(key, "").lower() == "true"]
    packages += [Dependency("nuget", key.lower(), lines[key], key) for key in flags]
    sdk = found[0].attributes.get("Sdk", "") if found else ""
    if sdk:
        packages.append(Dependency("nuget", sdk.lower(), found[0].line, sdk))
    publishes, application = _publishes(values), _application(values, sdk)
    return Manifest(
        ".NET project",
        values.get("AssemblyName", ""),
        limit_dependencies(packages),
        publishes,
        lines.get(publishes, 0),
        application,
        found[0].line if application.startswith("Sdk") else lines.get("OutputType", 0),
    )


def _publishes(values: dict[str, str]) -> str:
    if values.get("IsPackable", "").lower() == "false":
        return ""
    if values.get("IsPackable", "").lower() == "true":
        return "IsPackable"
    return next((key for key in ("GeneratePackageOnBuild", "PackageId", "PackageTags") if values.get(key) and values[key].lower() != "false"), "")


def _application(values: dict[str, str], sdk: str) -> str:
    if values.get("OutputType", "").lower() in ("winexe", "appcontainerexe"):
        return f"OutputType {values['OutputType']}"
    return f"Sdk {sdk}" if sdk.lower() in ("microsoft.net.sdk.web", "microsoft.net.sdk.blazorwebassembly") else ""


def nuspec(text: str) -> Manifest:
    """Read a nuspec, the description of a package; raise ManifestError if it is not plain XML."""
    found = parse_elements(text)
    return Manifest("nuspec", next((e.text.strip() for e in found if e.name == "id"), ""), publishes="a nuspec")
