// Writes what is bundled into the package: dist/THIRD-PARTY-NOTICES.md, with every licence, and dist/sbom.cdx.json, a CycloneDX bill of
// materials. The build has left a list in each folder that it has filled.
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { Enums, Models, Serialize, Spec } from '@cyclonedx/cyclonedx-library';

const FOLDERS = ['dist', 'dist/library', 'dist/redis', 'dist/script', 'dist/configurateur'];
const LISTS = FOLDERS.map((folder) => `${folder}/licenses.json`);

interface Bundled {
  readonly name: string;
  readonly version: string;
  /** An SPDX licence identifier. */
  readonly identifier: string | null;
  readonly text: string | null;
}

const { name, version, description, license } = JSON.parse(readFileSync('package.json', 'utf8')) as Record<
  string,
  string
>;
const all = LISTS.flatMap((path) => JSON.parse(readFileSync(path, 'utf8')) as readonly Bundled[]);
const bundled = [...new Map(all.map((one) => [`${one.name}@${one.version}`, one])).values()].sort((a, b) =>
  a.name.localeCompare(b.name),
);
for (const path of LISTS) rmSync(path);

writeFileSync('dist/THIRD-PARTY-NOTICES.md', notices());
writeFileSync('dist/sbom.cdx.json', `${billOfMaterials()}\n`);

function notices(): string {
  const parts = bundled.map(({ name, version, identifier, text }) => {
    const licence = text?.trim() || `The package contains no text of its licence; it names ${identifier}.`;
    return `## ${name} ${version}\n\n${identifier}\n\n${licence.replace(/^/gm, '> ')}\n`;
  });
  return `# Third-party notices\n\nThe files of this package contain code of these packages.\n\n${parts.join('\n')}`;
}

function billOfMaterials(): string {
  const main = new Models.Component(Enums.ComponentType.Library, name ?? '', {
    version,
    description,
    purl: purlOf(name ?? '', version ?? ''),
    bomRef: 'main',
    licenses: new Models.LicenseRepository([new Models.SpdxLicense(license ?? '')]),
  });
  const bom = new Models.Bom({ metadata: new Models.Metadata({ component: main }) });
  for (const one of bundled) {
    const purl = purlOf(one.name, one.version);
    const component = new Models.Component(Enums.ComponentType.Library, one.name, {
      version: one.version,
      purl,
      bomRef: purl,
      licenses: new Models.LicenseRepository(one.identifier ? [new Models.SpdxLicense(one.identifier)] : []),
    });
    bom.components.add(component);
    main.dependencies.add(component.bomRef);
  }
  const normalizer = new Serialize.JSON.Normalize.Factory(Spec.Spec1dot6);
  return new Serialize.JsonSerializer(normalizer).serialize(bom, { sortLists: true, space: 2 });
}

/** A package URL (https://github.com/package-url/purl-spec). */
function purlOf(name: string, version: string): string {
  return `pkg:npm/${name.replace('@', '%40')}@${version}`;
}
