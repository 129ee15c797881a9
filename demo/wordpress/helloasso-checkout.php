<?php
/**
 * Plugin Name: HelloAsso Checkout
 * Description: Le formulaire de paiement de votre relais helloasso-checkout : code court [helloasso offre="don"] et bloc « Formulaire HelloAsso ».
 * Version: 0.1.0
 * Requires at least: 6.1
 * Requires PHP: 7.4
 * License: MIT
 * Update URI: false
 */

defined( 'ABSPATH' ) || exit;

const HELLOASSO_CHECKOUT_PROXY = 'helloasso_checkout_proxy'; // the one setting: the origin of the proxy
const HELLOASSO_CHECKOUT_THEMES = array( 'clair' => 'light', 'sombre' => 'dark' );

add_action( 'init', 'helloasso_checkout_init', 20 ); // after HelloAsso's own plugin, which has a shortcode of the same name
add_action( 'admin_init', 'helloasso_checkout_admin_init' );
add_action( 'admin_menu', 'helloasso_checkout_admin_menu' );
add_filter( 'script_loader_tag', 'helloasso_checkout_script_tag', 10, 2 );
register_uninstall_hook( __FILE__, 'helloasso_checkout_uninstall' );

function helloasso_checkout_init() {
	$other = $GLOBALS['shortcode_tags']['helloasso'] ?? null;
	add_shortcode(
		'helloasso',
		function ( $attributes, $content, $tag ) use ( $other ) {
			$is_other = $other && is_array( $attributes ) && isset( $attributes['campaign'] );
			return $is_other ? call_user_func( $other, $attributes, $content, $tag ) : helloasso_checkout_render( $attributes );
		}
	);

	$packages = array( 'wp-block-editor', 'wp-blocks', 'wp-components', 'wp-element' );
	wp_register_script( 'helloasso-checkout-editor', false, $packages, null, true );
	wp_add_inline_script( 'helloasso-checkout-editor', helloasso_checkout_editor_script() );
	register_block_type(
		'helloasso-checkout/form',
		array(
			'api_version'           => 3,
			'title'                 => 'Formulaire HelloAsso',
			'description'           => 'Le formulaire de paiement d’une offre de votre relais.',
			'category'              => 'widgets',
			'icon'                  => 'heart',
			'keywords'              => array( 'don', 'adhésion', 'billet', 'paiement' ),
			'attributes'            => array(
				'offre' => array(
					'type'    => 'string',
					'default' => '',
				),
			),
			'supports'              => array( 'html' => false ),
			'editor_script_handles' => array( 'helloasso-checkout-editor' ),
			'render_callback'       => 'helloasso_checkout_render',
		)
	);
}

/** The form: for the shortcode, and for the block. */
function helloasso_checkout_render( $attributes ) {
	$proxy = get_option( HELLOASSO_CHECKOUT_PROXY, '' );
	if ( '' === $proxy ) {
		return helloasso_checkout_what_is_missing();
	}
	$defaults = array(
		'offre'   => '',
		'montant' => '',
		'langue'  => '',
		'theme'   => '',
		'offer'   => '',
	);
	$values   = array_map( 'helloasso_checkout_plain', shortcode_atts( $defaults, (array) $attributes, 'helloasso' ) );
	$html     = array(
		'proxy'  => $proxy,
		'offer'  => '' !== $values['offre'] ? $values['offre'] : $values['offer'], // the element’s own word, too
		'amount' => $values['montant'],
		'lang'   => $values['langue'],
		'theme'  => HELLOASSO_CHECKOUT_THEMES[ $values['theme'] ] ?? $values['theme'],
	);
	$tag      = '<helloasso-checkout';
	foreach ( array_filter( $html, 'strlen' ) as $name => $value ) {
		$tag .= sprintf( ' %s="%s"', $name, esc_attr( $value ) );
	}
	$link = '';
	if ( '' !== $html['offer'] ) {
		$address = $proxy . '/pay/' . rawurlencode( $html['offer'] );
		$query   = array_filter( array( 'lang' => $html['lang'], 'amount' => $html['amount'] ), 'strlen' );
		$address = add_query_arg( array_map( 'rawurlencode', $query ), $address );
		$link    = sprintf( '<a lang="fr" href="%s">Payer sur une autre page</a>', esc_url( $address ) );
	}
	// Once per page, however many forms it has. No version: the proxy decides how long its script is kept.
	wp_enqueue_script( 'helloasso-checkout', $proxy . '/helloasso-checkout.js', array(), null, false );
	return "$tag>$link</helloasso-checkout>";
}

/** Without the quotation marks that a word processor has put around it. */
function helloasso_checkout_plain( $value ) {
	return is_scalar( $value ) ? preg_replace( '/^[\s\x{A0}“”„″«»‘’]+|[\s\x{A0}“”„″«»‘’]+$/u', '', (string) $value ) ?? '' : '';
}

/** What the people who write pages read while the setting is empty. Visitors read nothing. */
function helloasso_checkout_what_is_missing() {
	if ( current_user_can( 'manage_options' ) ) {
		$page = esc_url( admin_url( 'options-general.php?page=helloasso-checkout' ) );
		return "<p>HelloAsso : l’adresse de votre relais manque. Indiquez-la dans <a href=\"$page\">Réglages → HelloAsso</a>.</p>";
	}
	return current_user_can( 'edit_posts' )
		? '<p>HelloAsso : l’adresse du relais manque. Une personne qui administre ce site peut l’indiquer dans Réglages → HelloAsso.</p>'
		: '';
}

/** WordPress before 6.5 has no function for modules. */
function helloasso_checkout_script_tag( $tag, $handle ) {
	if ( 'helloasso-checkout' !== $handle ) {
		return $tag;
	}
	$tag = preg_replace( '/\stype=(["\']).*?\1/', '', $tag );
	return str_replace( '<script ', '<script type="module" ', $tag );
}

function helloasso_checkout_admin_init() {
	register_setting(
		'helloasso-checkout',
		HELLOASSO_CHECKOUT_PROXY,
		array(
			'type'              => 'string',
			'default'           => '',
			'sanitize_callback' => 'helloasso_checkout_sanitize_proxy',
		)
	);
}

/** Keeps the old address if the new one is none, and where this person may not add scripts to pages: the address is that of a script. */
function helloasso_checkout_sanitize_proxy( $value ) {
	$value = is_string( $value ) ? untrailingslashit( trim( $value ) ) : '';
	$host  = 'https://[^\s/?#@:\\\\<>"\']+|http://(?:localhost|127\.0\.0\.1|\[::1\])';
	$error = 'Cette adresse de relais ne convient pas : il faut https:// et le nom du serveur, comme https://pay.example.org, sans nom de fichier. Rien n’a été changé.';
	if ( ! current_user_can( 'unfiltered_html' ) ) {
		$error = 'Ce site ne vous permet pas d’ajouter un script : demandez à la personne qui administre l’ensemble des sites. Rien n’a été changé.';
	} elseif ( '' === $value || preg_match( "~^(?:$host)(?::\d{1,5})?(?:/(?!pay/)[\w-]+)*$~Di", $value ) ) {
		return $value;
	}
	if ( function_exists( 'add_settings_error' ) ) { // not outside of the administration
		add_settings_error( HELLOASSO_CHECKOUT_PROXY, 'address', $error );
	}
	return get_option( HELLOASSO_CHECKOUT_PROXY, '' );
}

function helloasso_checkout_admin_menu() {
	add_options_page( 'HelloAsso', 'HelloAsso', 'manage_options', 'helloasso-checkout', 'helloasso_checkout_settings_page' );
}

function helloasso_checkout_settings_page() {
	?>
	<div class="wrap" lang="fr">
		<h1>HelloAsso</h1>
		<form action="options.php" method="post">
			<?php settings_fields( 'helloasso-checkout' ); ?>
			<table class="form-table" role="presentation">
				<tr>
					<th scope="row"><label for="helloasso-checkout-proxy">Adresse du relais</label></th>
					<td>
						<input type="url" class="regular-text code" id="helloasso-checkout-proxy" aria-describedby="helloasso-checkout-help"
							name="<?php echo esc_attr( HELLOASSO_CHECKOUT_PROXY ); ?>" placeholder="https://pay.example.org"
							value="<?php echo esc_attr( get_option( HELLOASSO_CHECKOUT_PROXY, '' ) ); ?>">
						<p class="description" id="helloasso-checkout-help">
							Celle que vous a donnée la personne qui fait tourner votre relais. Demandez-lui d’y autoriser
							<code><?php echo esc_html( helloasso_checkout_origin() ); ?></code> (<code>ALLOWED_ORIGINS</code>).
						</p>
						<p class="description">
							Écrivez ensuite <code>[helloasso offre="don"]</code> dans une page, ou ajoutez-y le bloc « Formulaire HelloAsso ».
							Le code court accepte aussi <code>montant="20"</code>, <code>langue="en"</code> et <code>theme="sombre"</code> ou <code>"clair"</code>.
						</p>
					</td>
				</tr>
			</table>
			<?php submit_button( 'Enregistrer' ); ?>
		</form>
	</div>
	<?php
}

/** The origin of this site, as a browser names it. */
function helloasso_checkout_origin() {
	preg_match( '~^https?://[^/]+~i', home_url(), $origin );
	return $origin[0] ?? '';
}

function helloasso_checkout_uninstall() {
	delete_option( HELLOASSO_CHECKOUT_PROXY );
}

/** What the block shows in the editor: one field. */
function helloasso_checkout_editor_script() {
	return <<<'JS'
	( ( { blocks, blockEditor, components, element } ) => {
		const el = element.createElement;
		blocks.registerBlockType( 'helloasso-checkout/form', {
			edit: ( { attributes, setAttributes } ) =>
				el(
					'div',
					blockEditor.useBlockProps(),
					el(
						components.Placeholder,
						{ icon: 'heart', label: 'Formulaire HelloAsso' },
						el( components.TextControl, {
							label: 'Identifiant de l’offre',
							help: 'Par exemple : don. Sans lui, la seule offre de votre relais.',
							value: attributes.offre,
							onChange: ( offre ) => setAttributes( { offre } ),
							__nextHasNoMarginBottom: true,
							__next40pxDefaultSize: true,
						} )
					)
				),
			save: () => null,
		} );
	} )( wp );
	JS;
}
