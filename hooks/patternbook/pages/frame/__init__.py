"""What is around and after a page's body: the theme's shells, the security policy, the sitemap, the removal of blanks."""
